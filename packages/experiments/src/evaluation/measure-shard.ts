import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { addByteCounts, addExactly, bandContent, bandError, evaluateImages, ink } from '@aelab/metrics';
import { imageFigures } from '../run/measure-test.js';
import { asUsage } from '../usage-error.js';
import { metricsFor, type FloorName } from './evaluate-pair.js';
import { readFolderImages, type ImageFolder } from './image-folder.js';

/** What is measured of a share of the images, anywhere. */
export type ShardTask = PairsTask | CountsTask | FloorsTask;

export interface PairsTask {
  readonly kind: 'pairs';
  readonly originals: ImageFolder;
  readonly reconstructions: ImageFolder;
  readonly metrics: readonly string[] | undefined;
}

export interface CountsTask {
  readonly kind: 'counts';
  readonly originals: ImageFolder;
  /** Places of an image, from and before. */
  readonly places: readonly [number, number];
}

export interface FloorsTask {
  readonly kind: 'floors';
  readonly originals: ImageFolder;
  readonly floors: Readonly<Record<FloorName, ImageBatch>>;
}

/** What a share's pairs add to the figures of all: figures of each image one after the other, and exact sums. */
export interface PairsShard {
  readonly figures: Readonly<Record<string, Float64Array>>;
  readonly skipped: Readonly<Record<string, string>>;
  readonly ink: Float64Array;
  readonly bands: ExactSums;
  readonly originals: PlaceSums;
  readonly reconstructions: PlaceSums;
}

/** Sums by name, as parts that do not overlap (see `addExactly`). */
export type ExactSums = Record<string, number[]>;

/** Sums of the bytes in each place and of their squares: whole numbers, so that no order of adding changes them. */
export interface PlaceSums {
  readonly bytes: Float64Array;
  readonly squares: Float64Array;
}

/** Values of images that are decoded at a time. */
const valuesPerBlock = 2 ** 20;

/** @throws UsageError if an image cannot be decoded, or is not like the others */
export function measureShard(
  task: ShardTask,
  signal?: AbortSignal,
): Promise<PairsShard | Uint32Array | ExactSums> {
  if (task.kind === 'pairs') return measurePairs(task, signal);
  if (task.kind === 'counts') return countPlaces(task, signal);
  return measureFloors(task, signal);
}

async function measurePairs(task: PairsTask, signal?: AbortSignal): Promise<PairsShard> {
  const blocks: Pick<PairsShard, 'figures' | 'skipped' | 'ink'>[] = [];
  const bands: ExactSums = {};
  const [originals, reconstructions] = [placeSums(task.originals), placeSums(task.reconstructions)];
  for (const [from, to] of blocksOf(task.originals)) {
    signal?.throwIfAborted();
    const x = await readFolderImages(task.originals, from, to);
    const y = await readFolderImages(task.reconstructions, from, to);
    addPlaces(originals, x);
    addPlaces(reconstructions, y);
    const [unitX, unitY] = [toUnitRange(x), toUnitRange(y)];
    blocks.push({
      ...asUsage(() => evaluateImages(unitX, unitY, metricsFor(task.metrics))),
      ink: ink(unitX),
    });
    addFigures(bands, 'error', bandError(unitX, unitY));
    addFigures(bands, 'content', bandContent(unitX));
  }
  return { ...joinImages(blocks), bands, originals, reconstructions };
}

async function countPlaces({ originals, places }: CountsTask, signal?: AbortSignal): Promise<Uint32Array> {
  const [first, end] = places;
  const counts = new Uint32Array((end - first) * 256);
  for (const [from, to] of blocksOf(originals)) {
    signal?.throwIfAborted();
    const { data } = await readFolderImages(originals, from, to);
    const size = imageValues(originals);
    for (let start = 0; start < data.length; start += size)
      addByteCounts(counts, data.subarray(start + first, start + end) as Uint8Array);
  }
  return counts;
}

async function measureFloors({ originals, floors }: FloorsTask, signal?: AbortSignal): Promise<ExactSums> {
  const sums: ExactSums = {};
  for (const [from, to] of blocksOf(originals)) {
    signal?.throwIfAborted();
    const x = toUnitRange(await readFolderImages(originals, from, to));
    for (const [name, floor] of Object.entries(floors))
      addFigures(sums, name, imageFigures(x, toUnitRange(selectImages(floor, new Uint8Array(to - from)))));
  }
  return sums;
}

/** Images that are read at a time, as places from and before. */
function blocksOf(folder: ImageFolder): [number, number][] {
  const n = folder.files.length;
  const step = Math.max(1, Math.floor(valuesPerBlock / imageValues(folder)));
  return Array.from({ length: Math.ceil(n / step) }, (_, i) => [i * step, Math.min(n, (i + 1) * step)]);
}

export function imageValues({ imageShape: [height, width, channels] }: ImageFolder): number {
  return height * width * channels;
}

/** Figures of images, one share or block after the other; a metric that one could not have, none has. */
export function joinImages(
  parts: readonly Pick<PairsShard, 'figures' | 'skipped' | 'ink'>[],
): Pick<PairsShard, 'figures' | 'skipped' | 'ink'> {
  const skipped = Object.assign({}, ...parts.map((part) => part.skipped).reverse()) as Record<string, string>;
  const names = Object.keys(parts[0].figures).filter((name) => !Object.hasOwn(skipped, name));
  return {
    figures: Object.fromEntries(names.map((name) => [name, joined(parts.map((part) => part.figures[name]))])),
    skipped,
    ink: joined(parts.map((part) => part.ink)),
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((n, { length }) => n + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Adds the figures of images to sums called `group.figure`. */
function addFigures(sums: ExactSums, group: string, figures: object): void {
  for (const [name, values] of Object.entries(figures) as [string, Float64Array | undefined][])
    if (values) addAll((sums[`${group}.${name}`] ??= []), values);
}

/** Adds numbers, or the parts of another sum, to the parts of a sum. */
export function addAll(parts: number[], values: Iterable<number>): void {
  for (const value of values) addExactly(parts, value);
}

function placeSums(folder: ImageFolder): PlaceSums {
  const places = imageValues(folder);
  return { bytes: new Float64Array(places), squares: new Float64Array(places) };
}

function addPlaces({ bytes, squares }: PlaceSums, { data }: ImageBatch): void {
  for (let at = 0; at < data.length;)
    for (let place = 0; place < bytes.length; place++, at++) {
      bytes[place] += data[at];
      squares[place] += data[at] ** 2;
    }
}
