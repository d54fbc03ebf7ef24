import { assertComparable, type ImageBatch } from '@aelab/images';
import { exactTotal, mediansOfByteCounts, type Bands } from '@aelab/metrics';
import type { DistortionBlock } from '@aelab/viz';
import { workerPool } from '../sweep/local-executor.js';
import { asUsage } from '../usage-error.js';
import {
  evaluatedPair,
  metricsFor,
  type EvaluatedPair,
  type EvaluatePairOptions,
  type FloorName,
} from './evaluate-pair.js';
import type { ImageFolder } from './image-folder.js';
import {
  addAll,
  imageValues,
  joinImages,
  measureShard,
  type ExactSums,
  type FloorsTask,
  type PairsShard,
  type PlaceSums,
  type ShardTask,
} from './measure-shard.js';

/** Does a task somewhere; see {@link measureShard}. */
export type ShardRunner = (task: ShardTask) => Promise<unknown>;

export interface EvaluateFoldersOptions extends EvaluatePairOptions {
  /** Shares that the images are dealt into, one for each worker. */
  readonly workers: number;
  /** Processes of this machine unless told, or this process for one worker. */
  readonly run?: ShardRunner;
}

/** Places whose bytes are counted at a time: 32 MiB of counts. */
const placesPerPass = 2 ** 15;

/**
 * Judges the images of one folder beside those of another, block by block: besides one block per worker, memory holds
 * one figure per image and metric, and sums per place of an image. The record is the same, bit for bit, whatever the
 * number of workers: figures of images are put one after the other, and everything else is summed without rounding.
 *
 * @throws UsageError if the folders cannot be compared, or an image in them not be used
 */
export async function evaluateFolders(
  originals: ImageFolder,
  reconstructions: ImageFolder,
  sources: EvaluatedPair['record']['sources'],
  { workers, run, ...options }: EvaluateFoldersOptions,
): Promise<EvaluatedPair> {
  asUsage(() => assertComparable('evaluate', shownAs(originals), shownAs(reconstructions)));
  metricsFor(options.metrics);
  const runner = run ? { run, stop: () => undefined } : runnerFor(workers);
  const shares = dealt(originals.files.length, workers);
  const part = (folder: ImageFolder, [from, to]: Share) => ({
    ...folder,
    files: folder.files.slice(from, to),
  });
  const measure: Measure = <T>(task: ShardTask) =>
    Promise.all(
      shares.map((share) => {
        const { originals: x } = task;
        const y = 'reconstructions' in task && { reconstructions: part(task.reconstructions, share) };
        return runner.run({ ...task, originals: part(x, share), ...y }) as Promise<T>;
      }),
    );
  try {
    const { metrics } = options;
    const pairs = await measure<PairsShard>({ kind: 'pairs', originals, reconstructions, metrics });
    const given = mergePlaces(pairs.map((pair) => pair.originals));
    const made = mergePlaces(pairs.map((pair) => pair.reconstructions));
    const n = originals.files.length;
    return evaluatedPair(
      {
        ...joinImages(pairs),
        imageShape: originals.imageShape,
        pooled: {
          reconstructionDiversity: squaredDeviations(made, n) / squaredDeviations(given, n),
          bandLoss: bandLossOf(mergeSums(pairs.map(({ bands }) => bands))),
        },
        floors: await measureFloors(originals, given, measure),
      },
      sources,
      options,
    );
  } finally {
    runner.stop();
  }
}

/** Does a task for each share of the images. */
type Measure = <T>(task: ShardTask) => Promise<T[]>;

type Share = readonly [from: number, before: number];

/** The floors, fitted on the originals themselves: their means, their medians, and then what these lose. */
async function measureFloors(originals: ImageFolder, { bytes }: PlaceSums, measure: Measure) {
  const n = originals.files.length;
  const image = (data: Float32Array): ImageBatch => ({
    data,
    shape: [1, ...originals.imageShape],
    range: [0, 255],
  });
  const floors: FloorsTask['floors'] = {
    zero: image(new Float32Array(bytes.length)),
    mean: image(Float32Array.from(bytes, (sum) => sum / n)),
    median: image(await measureMedians(originals, measure)),
  };
  const sums = mergeSums(await measure<ExactSums>({ kind: 'floors', originals, floors }));
  const floor = (name: FloorName) => floorBlock(sums, name, n);
  return { zero: floor('zero'), mean: floor('mean'), median: floor('median') };
}

async function measureMedians(originals: ImageFolder, measure: Measure): Promise<Float32Array> {
  const medians = new Float32Array(imageValues(originals));
  for (let from = 0; from < medians.length; from += placesPerPass) {
    const places = [from, Math.min(medians.length, from + placesPerPass)] as const;
    const counts = await measure<Uint32Array>({ kind: 'counts', originals, places });
    medians.set(mediansOfByteCounts(sumOf(counts)), from);
  }
  return medians;
}

function shownAs({ files, imageShape }: ImageFolder): ImageBatch {
  return { data: new Uint8Array(), shape: [files.length, ...imageShape], range: [0, 255] };
}

/** This process for one worker, a pool of processes for more. */
function runnerFor(workers: number): { run: ShardRunner; stop: () => void } {
  if (workers === 1) return { run: (task) => measureShard(task), stop: () => undefined };
  const pool = workerPool(workers, new URL('./shard-worker.js', import.meta.url));
  return { run: (task) => pool.run(task), stop: pool.stop };
}

/** Shares of n images that differ by one at most, as places from and before; none is empty. */
function dealt(n: number, workers: number): Share[] {
  const shares = Math.min(n, workers);
  const border = (share: number) => Math.floor((share * n) / shares);
  return Array.from({ length: shares }, (_, share) => [border(share), border(share + 1)]);
}

function mergePlaces(shards: readonly PlaceSums[]): PlaceSums {
  return {
    bytes: sumOf(shards.map(({ bytes }) => bytes)),
    squares: sumOf(shards.map(({ squares }) => squares)),
  };
}

/** The sum of arrays of whole numbers, in the first of them. */
function sumOf<T extends Uint32Array | Float64Array>([total, ...others]: readonly T[]): T {
  for (const other of others) for (let i = 0; i < total.length; i++) total[i] += other[i];
  return total;
}

function mergeSums(shards: readonly ExactSums[]): ExactSums {
  const all: ExactSums = {};
  for (const shard of shards)
    for (const [name, parts] of Object.entries(shard)) addAll((all[name] ??= []), parts);
  return all;
}

/** `n · Σ (x − mean image)²` of n images, rounded once. */
function squaredDeviations({ bytes, squares }: PlaceSums, n: number): number {
  let sum = 0n;
  bytes.forEach((total, place) => (sum += BigInt(n) * BigInt(squares[place]) - BigInt(total) ** 2n));
  return Number(sum);
}

function bandLossOf(sums: ExactSums): Bands<number> {
  const ratio = (band: keyof Bands<unknown>) =>
    exactTotal(sums[`error.${band}`]) / exactTotal(sums[`content.${band}`]);
  return {
    lumaLow: ratio('lumaLow'),
    lumaHigh: ratio('lumaHigh'),
    chromaLow: ratio('chromaLow'),
    chromaHigh: ratio('chromaHigh'),
  };
}

function floorBlock(sums: ExactSums, floor: FloorName, n: number): DistortionBlock {
  const mean = (figure: string) => exactTotal(sums[`${floor}.${figure}`]) / n;
  const mse = mean('mse');
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae: mean('mae'),
    psnr: mean('psnr'),
    ...(`${floor}.ssim` in sums && { ssim: mean('ssim') }),
  };
}
