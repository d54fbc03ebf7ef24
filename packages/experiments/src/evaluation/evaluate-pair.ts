import { toUnitRange, type ImageBatch } from '@aelab/images';
import {
  bandLoss,
  bootstrapMeans,
  catalog,
  evaluateImages,
  floorReconstruction,
  ink,
  mean,
  naiveFloors,
  quantiles,
  reconstructionDiversity,
  type Bands,
  type Estimate,
  type ImageEvaluation,
  type ImageMetric,
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
import { measureDistortion, testBlock, type ImageFigures } from '../run/measure-test.js';
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
  readonly floors: Readonly<Record<FloorName, DistortionBlock>>;
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

export type FloorName = 'zero' | 'mean' | 'median';

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

/** What the record is made of: figures of each image, and those that need all images. */
export interface PairFigures extends ImageEvaluation {
  readonly imageShape: readonly number[];
  /** That of each original. */
  readonly ink: Float64Array;
  readonly pooled: Pick<PooledFigures, 'reconstructionDiversity' | 'bandLoss'>;
  readonly floors: EvaluationRecord['floors'];
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
  options: EvaluatePairOptions,
): EvaluatedPair {
  const x = toUnitRange(originals);
  const y = toUnitRange(reconstructions);
  const n = x.shape[0];
  const images = asUsage(() => evaluateImages(x, y, metricsFor(options.metrics)));
  const floors = asUsage(() => naiveFloors(x, new Uint8Array(n), 1));
  const floor = (name: FloorName) =>
    measureDistortion(x, floorReconstruction(floors, name, new Uint8Array(n)));
  const figures: PairFigures = {
    ...images,
    imageShape: x.shape.slice(1),
    ink: ink(x),
    pooled: { reconstructionDiversity: reconstructionDiversity(x, y), bandLoss: bandLoss(x, y) },
    floors: { zero: floor('zero'), mean: floor('mean'), median: floor('median') },
  };
  return evaluatedPair(figures, sources, options);
}

/** The record of a pair's figures. */
export function evaluatedPair(
  { figures, skipped, imageShape, ink, pooled, floors }: PairFigures,
  sources: EvaluationRecord['sources'],
  { metrics, classes, seed }: EvaluatePairOptions,
): EvaluatedPair {
  const { mse, mae, psnr, ssim } = figures as unknown as ImageFigures;
  const size = imageShape.reduce((product, side) => product * side, 1);
  const classOf = classes ?? { labels: new Uint8Array(mse.length), classNames: ['all'] };
  const test = asUsage(() => testBlock({ mse, mae, psnr, ssim, ink }, size, classOf, seed));
  const asked = chosen(metrics);
  const perImage = only(asked, figures);
  const means = bootstrapMeans(Object.values(perImage), { seed });
  const summaries = Object.entries(perImage).map(([name, values], i) => [name, summarize(values, means[i])]);
  const meanMse = mean(mse);
  return {
    record: {
      schemaVersion: 1,
      sources,
      environment: describeEnvironment(),
      data: { n: mse.length, imageShape },
      test: classes ? test : { ...test, perClass: [] },
      metrics: Object.fromEntries(summaries) as Record<string, MetricSummary>,
      pooled: { rmseOfMeanMse: Math.sqrt(meanMse), psnrOfMeanMse: 10 * Math.log10(1 / meanMse), ...pooled },
      skipped: only(asked, skipped),
      floors,
    },
    perImage,
  };
}

/**
 * Metrics of the catalog by their names, and those that the `test` block is made of, whatever else was asked for.
 *
 * @throws UsageError if a name is not of the catalog
 */
export function metricsFor(names: readonly string[] | undefined): Readonly<Record<string, ImageMetric>> {
  const { mse, mae, psnr, ssim } = catalog;
  return { mse, mae, psnr, ssim, ...chosen(names) };
}

function summarize(values: Float64Array, { value, interval }: Estimate): MetricSummary {
  const [least, lower, median, upper, greatest] = quantiles(values, [0, 0.25, 0.5, 0.75, 1]);
  return { mean: value, interval, quantiles: [least, lower, median, upper, greatest] };
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
