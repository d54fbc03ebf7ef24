import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset } from '@aelab/datasets';
import { imageBatch, imageSize, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { reconstruct, type Autoencoder } from '@aelab/models';
import { runFiles, writeWhole } from './run-folder.js';

/** A few images, none of the test set, and what the model made of them as it learnt. */
export interface TrainingSamples {
  readonly originals: ImageBatch;
  /** After the epochs that are powers of two, and after the last so far. */
  readonly rows: readonly { readonly epoch: number; readonly images: ImageBatch }[];
}

/** `samples.json`: 8-bit pixels in Base64. */
interface SamplesFile {
  readonly shape: ImageBatch['shape'];
  readonly originals: string;
  readonly rows: readonly { readonly epoch: number; readonly pixels: string }[];
}

const mostSamples = 8;
const mostValues = 200_000;
const millisecondsBetween = 1000;

/** Writes `samples.json` after the epochs that are powers of two, and after others at most once in a second. */
export function sampleWriter(folder: string, model: Autoencoder, dataset: ImageDataset) {
  const originals = oneOfEachClass(dataset);
  let written = -Infinity;
  return async (epoch: number): Promise<void> => {
    if (!isPowerOfTwo(epoch) && performance.now() - written < millisecondsBetween) return;
    written = performance.now();
    const before = (await readSamplesFile(folder))?.rows ?? [];
    const kept = before.filter((row) => row.epoch < epoch && isPowerOfTwo(row.epoch));
    const file: SamplesFile = {
      shape: originals.shape,
      originals: toBase64(originals),
      rows: [...kept, { epoch, pixels: toBase64(await reconstruct(model, originals)) }],
    };
    await writeWhole(join(folder, runFiles.samples), JSON.stringify(file));
  };
}

export async function readSamples(folder: string): Promise<TrainingSamples | undefined> {
  const file = await readSamplesFile(folder);
  if (!file) return undefined;
  const images = (text: string) =>
    imageBatch(new Uint8Array(Buffer.from(text, 'base64')), file.shape, [0, 255]);
  return {
    originals: images(file.originals),
    rows: file.rows.map(({ epoch, pixels }) => ({ epoch, images: images(pixels) })),
  };
}

/** The rows that do not depend on how fast the machine was. */
export function steadyRows({ rows }: TrainingSamples): TrainingSamples['rows'] {
  return rows.filter(({ epoch }) => isPowerOfTwo(epoch));
}

async function readSamplesFile(folder: string): Promise<SamplesFile | undefined> {
  const text = await readFile(join(folder, runFiles.samples), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as SamplesFile);
}

function oneOfEachClass({ images, labels }: ImageDataset): ImageBatch {
  const first = new Map(Array.from(labels, (label, i) => [label, i] as const).reverse());
  const most = Math.max(1, Math.min(mostSamples, Math.floor(mostValues / imageSize(images))));
  const chosen = [...first].sort(([a], [b]) => a - b).map(([, i]) => i);
  return selectImages(images, chosen.slice(0, most));
}

function toBase64(images: ImageBatch): string {
  const { data } = toUnitRange(images);
  return Buffer.from(Uint8Array.from(data, (value) => Math.round(255 * value))).toString('base64');
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n));
}
