import { readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ImageBatch } from '@aelab/images';
import type { Sharp } from 'sharp';
import { loadSharp } from '../load-sharp.js';
import { UsageError } from '../usage-error.js';

/** Images, and the names of their files without extension, in the same order. */
export interface NamedImages {
  readonly images: ImageBatch;
  readonly names: readonly string[];
}

const imageName = /\.(png|jpe?g|webp|avif|tiff?|gif)$/i;
const decodedAtOnce = 16;

/**
 * The images of a folder and its folders, in the order of their names, as they are: 8-bit, of one size, grey or colour.
 *
 * @returns bytes in [0, 255]
 * @throws UsageError if there are none, one cannot be decoded, or they are not alike
 */
export async function readImageFolder(folder: string): Promise<NamedImages> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.map((name) => name.split(sep).join('/')).filter((name) => imageName.test(name));
  if (files.length === 0)
    throw new UsageError(`evaluate: ${folder} holds neither run.json nor images; name a run, or images`);
  files.sort();
  const pictures: Picture[] = [];
  for (let from = 0; from < files.length; from += decodedAtOnce)
    pictures.push(
      ...(await Promise.all(files.slice(from, from + decodedAtOnce).map((file) => read(join(folder, file))))),
    );
  const [{ height, width, channels }] = pictures;
  const odd = pictures.findIndex((p) => p.height !== height || p.width !== width || p.channels !== channels);
  if (odd >= 0)
    throw new UsageError(
      `evaluate: ${files[odd]} in ${folder} is ${describe(pictures[odd])} and ${files[0]} is ${describe(pictures[0])}; all must be alike`,
    );
  const data = new Uint8Array(files.length * height * width * channels);
  pictures.forEach(({ pixels }, i) => data.set(pixels, i * pixels.length));
  return {
    images: { data, shape: [files.length, height, width, channels], range: [0, 255] },
    names: files.map((file) => file.replace(imageName, '')),
  };
}

interface Picture {
  readonly pixels: Uint8Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function describe({ height, width, channels }: Picture): string {
  return `${height}×${width}×${channels}`;
}

async function read(file: string): Promise<Picture> {
  const sharp = await loadSharp('evaluate: image files are read');
  try {
    return await decode(sharp(file, { failOn: 'truncated' }), file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`evaluate: ${file} cannot be decoded (${(error as Error).message.split('\n')[0]})`);
  }
}

/** Pixels that 8 bits cannot hold, or that have no one colour, are refused, not converted. */
async function decode(image: Sharp, file: string): Promise<Picture> {
  const { depth, hasAlpha, space } = await image.metadata();
  if (depth !== 'uchar')
    throw new UsageError(
      `evaluate: ${file} has pixels of type ${depth}; images have 8 bits, or are .npy files`,
    );
  if (hasAlpha && !(await image.stats()).isOpaque)
    throw new UsageError(`evaluate: ${file} is transparent in places; draw it on a background first`);
  const { data, info } = await image
    .autoOrient()
    .removeAlpha()
    .toColourspace(space === 'b-w' ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: data, height: info.height, width: info.width, channels: info.channels };
}
