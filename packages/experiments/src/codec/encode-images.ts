import { latentsWriter, type DecoderReference, type LatentsDescription } from '@aelab/codec';
import type { ImageDeclaration } from '../evaluation/read-source.js';
import { workerPool } from '../sweep/local-executor.js';
import { openCodedRun, type CodedRun } from './coded-run.js';
import { encodeBlock, type BlockEncoder, type BlockLatents, type BlockTask } from './encode-block.js';
import { openImages } from './image-blocks.js';
import { fitLatentCode, type LatentCode } from './latent-code.js';
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
  /** Blocks that are encoded at a time; one unless told. */
  readonly workers?: number;
  /** What encodes them: processes of this machine unless told, or this process for one worker. */
  readonly run?: BlockRunner;
  readonly onBlock?: (imagesDone: number, images: number) => void;
}

/** Does a block's task somewhere; see {@link encodeBlock}. */
export type BlockRunner = (task: BlockTask) => Promise<BlockLatents>;

export interface EncodedFile {
  readonly file: string;
  readonly images: number;
  readonly bytes: number;
  readonly decoder: Pick<NamedDecoder, 'kind' | 'hash' | 'path' | 'bytes'>;
}

/**
 * Encodes images by a run's model into an `.ael` file. Images are read, encoded and written block by block, so memory
 * does not grow with their number. The file is the same, byte for byte, whatever the number of workers: a block depends
 * on its images alone, and blocks are written in their order.
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
  const { range, layout, workers = 1 } = settings;
  const run = await openCodedRun(folder);
  const images = await openImages(source, run.imageShape, { range, layout });
  const decoder = await runDecoder(run, settings.decoder);
  const code = await codeOf(run, settings);
  const { imageShape, latentShape, model } = run;
  const keeping = code ?? { quantiser: { precision: settings.precision } };
  const description = { imageShape, latentShape, decoder, ...keeping } as LatentsDescription;
  const runner = settings.run
    ? { run: settings.run, stop: () => undefined }
    : runnerFor({ model, images }, workers);
  const task = { folder, source, declared: { range, layout }, code };
  const block = (from: number, to: number) => runner.run({ ...task, from, to });
  let bytes = 0;
  async function* counted() {
    for await (const part of fileParts(images.count, description, block, settings)) {
      bytes += part.length;
      yield part;
    }
  }
  await writeParts(file, counted()).finally(runner.stop);
  const { kind, hash, path } = decoder;
  return { file, images: images.count, bytes, decoder: { kind, hash, path, bytes: decoder.bytes } };
}

/** How latents become whole numbers, unless floats are asked for. */
async function codeOf(
  run: CodedRun,
  { precision, ...settings }: EncodeSettings,
): Promise<LatentCode | undefined> {
  if (precision === 'float16' || precision === 'float32') return undefined;
  return fitLatentCode(run, { ...settings, precision });
}

/** This process for one worker, a pool of processes for more. */
function runnerFor(encoder: BlockEncoder, workers: number): { run: BlockRunner; stop: () => void } {
  if (workers === 1) return { run: (task) => encodeBlock(encoder, task), stop: () => undefined };
  const pool = workerPool(workers, new URL('./encode-worker.js', import.meta.url));
  return { run: (task) => pool.run(task) as Promise<BlockLatents>, stop: pool.stop };
}

async function* fileParts(
  images: number,
  description: LatentsDescription,
  block: (from: number, to: number) => Promise<BlockLatents>,
  { workers = 1, onBlock }: EncodeSettings,
): AsyncGenerator<Uint8Array> {
  const writer = latentsWriter(description, images);
  const step = writer.imagesPerBlock;
  const end = (from: number) => Math.min(images, from + step);
  yield writer.start;
  const making: Promise<BlockLatents>[] = [];
  for (let next = 0, from = 0; from < images; from += step) {
    for (; next < images && making.length < workers; next += step) making.push(begun(block(next, end(next))));
    yield writer.block(await (making.shift() as Promise<BlockLatents>));
    onBlock?.(end(from), images);
  }
  yield writer.end();
}

/** A promise that nobody waits for yet; if it fails meanwhile, whoever comes to wait is told. */
function begun<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}
