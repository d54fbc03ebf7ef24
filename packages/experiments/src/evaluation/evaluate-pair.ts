import { toUnitRange, type ImageBatch } from '@aelab/images';
import {
  catalog,
  evaluate,
  floorReconstruction,
  naiveFloors,
  quantiles,
  type Bands,
  type Evaluation,
  type MetricResult,
} from '@aelab/metrics';
import type {
  DistortionBlock,
  Figure,
  FigureInterval,
  JsonObject,
  JudgeBlock,
  LatentsBlock,
  TestBlock,
} from '@aelab/viz';
import { describeEnvironment } from '../run/environment.js';
import { measureDistortion, measureTest, type ImageFigures } from '../run/measure-test.js';
import { asUsage, UsageError } from '../usage-error.js';

export type MetricName = keyof typeof catalog;

export interface PairLabels {
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
}

export interface EvaluatePairOptions {
  /** Names from the catalog; all of it unless told. */
  readonly metrics?: readonly string[];
  readonly classes?: PairLabels;
  readonly seed: number;
}

/** `evaluation.json`: what reconstructions from anywhere lose, in the blocks of `run.json`. */
export interface EvaluationRecord {
  readonly schemaVersion: 1;
  /** Where the images came from, as named by the person. */
  readonly sources: Readonly<Record<string, string>>;
  readonly environment: JsonObject;
  readonly data: { readonly n: number; readonly imageShape: readonly number[] };
  readonly test: TestBlock;
  readonly metrics: Readonly<Record<string, MetricSummary>>;
  /** Figures of the batch as a whole; of grey images the bands of colour are NaN. */
  readonly pooled: PooledFigures;
  /** Why a metric could not be had of these images. */
  readonly skipped: Readonly<Record<string, string>>;
  /** Fitted on the evaluated originals themselves, there being no training images: kinder than a floor should be. */
  readonly floors: Readonly<Record<'zero' | 'mean' | 'median', DistortionBlock>>;
  /** Where one was asked. */
  readonly judge?: JudgeBlock;
  /** Where latents were given. */
  readonly latents?: LatentsBlock;
  /** Where a codec gave bytes. */
  readonly bytes?: {
    readonly perImage: Figure;
    readonly bitsPerPixel: Figure;
    readonly compressionRatio: Figure;
  };
}

export interface PooledFigures {
  readonly rmseOfMeanMse: Figure;
  readonly psnrOfMeanMse: Figure;
  readonly reconstructionDiversity: Figure;
  readonly bandLoss: Bands<Figure>;
}

export interface MetricSummary {
  readonly mean: Figure;
  /** 95 % bootstrap interval of the mean. */
  readonly interval: FigureInterval;
  /** Over the images: least, quartiles and greatest. */
  readonly quantiles: readonly [Figure, Figure, Figure, Figure, Figure];
}

/** The record, and each metric's figure for each image. */
export interface EvaluatedPair {
  readonly record: EvaluationRecord;
  readonly perImage: Readonly<Record<string, Float64Array>>;
}

/**
 * Judges reconstructions from anywhere beside their originals.
 *
 * @throws UsageError if the batches cannot be compared, or a metric is not of the catalog
 */
export function evaluatePair(
  originals: ImageBatch,
  reconstructions: ImageBatch,
  sources: EvaluationRecord['sources'],
  { metrics, classes, seed }: EvaluatePairOptions,
): EvaluatedPair {
  const x = toUnitRange(originals);
  const y = toUnitRange(reconstructions);
  const classOf = classes ?? { labels: new Uint8Array(x.shape[0]), classNames: ['all'] };
  const asked = chosen(metrics);
  const evaluation = asUsage(() => evaluate(x, y, { metrics: { ...testMetrics, ...asked }, seed }));
  const results = only(asked, evaluation.metrics);
  const test = asUsage(() => measureTest({ images: x, ...classOf }, y, figuresOf(evaluation), seed));
  const floors = naiveFloors(x, classOf.labels, classOf.classNames.length);
  const floor = (name: 'zero' | 'mean' | 'median') =>
    measureDistortion(x, floorReconstruction(floors, name, classOf.labels));
  return {
    record: {
      schemaVersion: 1,
      sources,
      environment: describeEnvironment(),
      data: { n: evaluation.n, imageShape: x.shape.slice(1) },
      test: classes ? test : { ...test, perClass: [] },
      metrics: mapValues(results, summarize),
      pooled: evaluation.pooled,
      skipped: only(asked, evaluation.skipped),
      floors: { zero: floor('zero'), mean: floor('mean'), median: floor('median') },
    },
    perImage: mapValues(results, ({ values }) => values),
  };
}

/** What the `test` block is made of, whatever else was asked for. */
const { mse, mae, psnr, ssim } = catalog;
const testMetrics = { mse, mae, psnr, ssim };

function figuresOf({ metrics }: Evaluation): ImageFigures {
  const { mse, mae, psnr } = metrics;
  const ssim = 'ssim' in metrics ? metrics.ssim.values : undefined;
  return { mse: mse.values, mae: mae.values, psnr: psnr.values, ssim };
}

function summarize({ values, mean, interval }: MetricResult): MetricSummary {
  const [least, lower, median, upper, greatest] = quantiles(values, [0, 0.25, 0.5, 0.75, 1]);
  return { mean, interval, quantiles: [least, lower, median, upper, greatest] };
}

function chosen(names: readonly string[] | undefined) {
  if (!names) return catalog;
  const unknown = names.find((name) => !Object.hasOwn(catalog, name));
  if (unknown !== undefined)
    throw new UsageError(`metrics: ${unknown} is not one of ${Object.keys(catalog).join(', ')}`);
  return Object.fromEntries(names.map((name) => [name, catalog[name as MetricName]]));
}

/** The entries of one record that another has as well. */
function only<T>(names: object, record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => Object.hasOwn(names, name)));
}

function mapValues<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
