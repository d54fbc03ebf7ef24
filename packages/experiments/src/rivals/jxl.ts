import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** Pixels as red, green, blue and alpha, 8 bits each. */
export interface RgbaPicture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** The JPEG XL reference codec. It is given alpha throughout, all opaque, which costs it next to nothing. */
export interface Jxl {
  readonly encode: (
    picture: RgbaPicture,
    options: { readonly quality?: number; readonly lossless?: boolean },
  ) => Promise<ArrayBuffer>;
  readonly decode: (file: ArrayBuffer) => Promise<RgbaPicture>;
}

/**
 * libjxl as WebAssembly from the package `@jsquash/jxl`, compiled from its files on disk: it asks no network.
 *
 * @throws Error if the package is not installed
 */
export async function loadJxl(): Promise<Jxl> {
  const encoder = await loadHalf<Jxl['encode']>('encode.js');
  const decoder = await loadHalf<Jxl['decode']>('decode.js');
  await encoder.init(await compiled('codec/enc/jxl_enc.wasm'));
  await decoder.init(await compiled('codec/dec/jxl_dec.wasm'));
  return { encode: encoder.default, decode: decoder.default };
}

const packageName = '@jsquash/jxl';

/** As the package is; its own declarations need the whole DOM. */
interface JxlHalf<Work> {
  readonly init: (module: object) => Promise<unknown>;
  readonly default: Work;
}

async function loadHalf<Work>(file: string): Promise<JxlHalf<Work>> {
  try {
    return (await import(`${packageName}/${file}`)) as JxlHalf<Work>;
  } catch (cause) {
    throw new Error(
      `imageFormatPoint: JPEG XL is written by the package ${packageName}, which is not here; install it (npm install ${packageName})`,
      { cause },
    );
  }
}

const { WebAssembly: webAssembly } = globalThis as unknown as {
  readonly WebAssembly: { readonly compile: (bytes: Uint8Array) => Promise<object> };
};

async function compiled(file: string): Promise<object> {
  const path = createRequire(import.meta.url).resolve(`${packageName}/${file}`);
  return webAssembly.compile(await readFile(path));
}
