import { latentsWriter, type DecoderReference, type LatentsDescription } from '@aelab/codec';
import { encode } from '@aelab/models';
import type { ImageDeclaration } from '../evaluation/read-source.js';
import { UsageError } from '../usage-error.js';
import { openCodedRun, type CodedRun } from './coded-run.js';
import { openImages, type ImageBlocks } from './image-blocks.js';
import { fitLatentCode, levelsOf, type LatentCode } from './latent-code.js';
import { runDecoder, type NamedDecoder } from './run-decoder.js';
import { writeParts } from './write-parts.js';

export interface EncodeSettings extends ImageDeclaration {
  /** How the latents are kept; `uniform` and `learned` as whole numbers. */
  readonly precision: 'uniform' | 'learned' | 'float16' | 'float32';
  /** The decoder that the file is for. */
  readonly decoder: DecoderReference['kind'];
  /** Times that every latent is tried one level up and down, with the decoder in the loop. */
  readonly refine: number;
  /** Share that rounding may add to the model's own error; not of a rate-trained model, which is made to be rounded. */
  readonly addedError: number;
  readonly onBlock?: (imagesDone: number, images: number) => void;
}

export interface EncodedFile {
  readonly file: string;
  readonly images: number;
  readonly bytes: number;
  readonly decoder: Pick<NamedDecoder, 'kind' | 'hash' | 'path' | 'bytes'>;
}

/**
 * Encodes images by a run's model into an `.ael` file. Images are read, encoded and written block by block, so memory
 * does not grow with their number.
 *
 * @param source - a data set, a folder of images, a `.npy` or `.npz` file; see {@link openImages}
 * @throws UsageError if run or source cannot be had, or do not fit together
 */
export async function encodeImages(
  folder: string,
  source: string,
  file: string,
  settings: EncodeSettings,
): Promise<EncodedFile> {
  const run = await openCodedRun(folder);
  const images = await openImages(source, run.imageShape, settings);
  const decoder = await runDecoder(run, settings.decoder);
  const coder = await latentCoder(run, settings);
  const { imageShape, latentShape } = run;
  const description = { imageShape, latentShape, decoder, ...coder.description } as LatentsDescription;
  let bytes = 0;
  async function* counted() {
    for await (const part of fileParts(images, description, coder, settings)) {
      bytes += part.length;
      yield part;
    }
  }
  await writeParts(file, counted());
  const { kind, hash, path } = decoder;
  return { file, images: images.count, bytes, decoder: { kind, hash, path, bytes: decoder.bytes } };
}

/** What becomes of a block of images, and what the file says of it. */
interface LatentCoder {
  readonly description: Pick<LatentsDescription, 'quantiser'>;
  readonly latents: (images: Awaited<ReturnType<ImageBlocks['read']>>) => Promise<Float32Array | Int32Array>;
}

async function latentCoder(run: CodedRun, { precision, ...settings }: EncodeSettings): Promise<LatentCoder> {
  if (precision === 'float16' || precision === 'float32')
    return {
      description: { quantiser: { precision } },
      latents: async (images) => (await encode(run.model, images)).data,
    };
  const code: LatentCode = await fitLatentCode(run, { ...settings, precision });
  const { quantiser, tables } = code;
  const description: LatentCoder['description'] & Pick<LatentCode, 'tables'> = { quantiser, tables };
  return { description, latents: (images) => levelsOf(run.model, code, images) };
}

async function* fileParts(
  images: ImageBlocks,
  description: LatentsDescription,
  coder: LatentCoder,
  { onBlock }: EncodeSettings,
): AsyncGenerator<Uint8Array> {
  const writer = latentsWriter(description, images.count);
  yield writer.start;
  for (let from = 0; from < images.count; from += writer.imagesPerBlock) {
    const to = Math.min(images.count, from + writer.imagesPerBlock);
    yield writer.block(await coder.latents(await readFitting(images, from, to, description.imageShape)));
    onBlock?.(to, images.count);
  }
  yield writer.end();
}

async function readFitting(images: ImageBlocks, from: number, to: number, imageShape: readonly number[]) {
  const batch = await images.read(from, to);
  if (batch.shape.slice(1).join() !== imageShape.join())
    throw new UsageError(
      `images: they are of shape [${batch.shape.slice(1).join(',')}]; the run's model takes [${imageShape.join(',')}]`,
    );
  return batch;
}
