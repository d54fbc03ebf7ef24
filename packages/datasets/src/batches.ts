import type { ImageBatch } from '@aelab/images';
import { permutation, random, shuffle } from '@aelab/kernels/random';
import type { ImageSource } from './image-source.js';

/** Some images of a source, with their labels and their places in it. */
export interface Batch {
  readonly images: ImageBatch;
  readonly labels: Uint8Array;
  readonly indices: Uint32Array;
}

/** How {@link batches} goes through a source. */
export interface BatchOptions {
  readonly batchSize: number;
  /** The most images that are in memory at once, beside the batch handed out: a multiple of the batch size. */
  readonly window: number;
  /** The order of an epoch; without it, the order of the source. */
  readonly shuffle?: { readonly seed: number; readonly epoch: number };
}

/** A window is filled from about so many places of the source, so that neighbours there are parted. */
const runsPerWindow = 16;

/**
 * All images of a source once, in batches, for sets that do not fit in memory.
 *
 * A window larger than the set shuffles perfectly. A smaller one is filled with runs of neighbouring images from random
 * places and shuffled within: in a set sorted by class, take a window of many times the number of classes.
 *
 * @returns batches of `batchSize` images; the last may be smaller. The same seed and epoch give the same batches.
 * @throws RangeError if the batch size is no whole number above 0, or the window no multiple of it
 */
export async function* batches(source: ImageSource, options: BatchOptions): AsyncGenerator<Batch> {
  const { batchSize, window } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1 || window % batchSize !== 0 || window < batchSize)
    throw new RangeError(
      `batches: batchSize is ${batchSize} and window ${window}; the window must be a multiple of the batch size`,
    );
  const order = epochOrder(source.count, window, options.shuffle);
  const size = source.imageShape.reduce((a, b) => a * b, 1);
  const pixels = new Uint8Array(Math.min(window, source.count) * size);
  for (let start = 0; start < source.count; start += window) {
    const inWindow = order.subarray(start, start + window);
    const placeOf = await fillWindow(source, inWindow, pixels, size);
    for (let i = 0; i < inWindow.length; i += batchSize)
      yield takeBatch(source, inWindow.slice(i, i + batchSize), placeOf, pixels, size);
  }
}

/** The order in which an epoch visits the images; each window's share of it comes from about 16 runs of neighbours. */
export function epochOrder(n: number, window: number, order: BatchOptions['shuffle']): Uint32Array {
  if (order === undefined) return Uint32Array.from({ length: n }, (_, i) => i);
  const generator = random(order.seed, 'batches', order.epoch);
  const run = Math.max(1, Math.floor(window / runsPerWindow));
  const runs = permutation(Math.ceil(n / run), generator);
  const visits = new Uint32Array(n);
  let filled = 0;
  for (const r of runs) for (let i = r * run; i < Math.min(n, (r + 1) * run); i++) visits[filled++] = i;
  for (let start = 0; start < n; start += window) shuffle(visits.subarray(start, start + window), generator);
  return visits;
}

/** Reads the images of a window, neighbours together, and says where in the window each lies. */
async function fillWindow(
  source: ImageSource,
  indices: Uint32Array,
  pixels: Uint8Array,
  size: number,
): Promise<Map<number, number>> {
  const sorted = indices.slice().sort();
  for (let from = 0; from < sorted.length;) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[to - 1] + 1) to++;
    await source.read(sorted[from], pixels.subarray(from * size, to * size));
    from = to;
  }
  return new Map(Array.from(sorted, (index, place) => [index, place]));
}

function takeBatch(
  { imageShape, labels }: ImageSource,
  indices: Uint32Array,
  placeOf: ReadonlyMap<number, number>,
  pixels: Uint8Array,
  size: number,
): Batch {
  const data = new Uint8Array(indices.length * size);
  indices.forEach((index, i) => {
    const place = placeOf.get(index) ?? 0;
    data.set(pixels.subarray(place * size, (place + 1) * size), i * size);
  });
  return {
    images: { data, shape: [indices.length, ...imageShape], range: [0, 255] },
    labels: Uint8Array.from(indices, (index) => labels[index]),
    indices,
  };
}
