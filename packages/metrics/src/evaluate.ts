import { assertComparable, imageBatch, toUnitRange, type ImageBatch } from '@aelab/images';
import { catalog, type ImageMetric } from './catalog.js';
import { bandLoss, type Bands } from './distortion/band-error.js';
import { psnrOfMeanMse } from './distortion/psnr.js';
import { reconstructionDiversity } from './distortion/reconstruction-diversity.js';
import { rmseOfMeanMse } from './distortion/rmse.js';
import { errorPer100Ink, type ClassInkError } from './classes/ink.js';
import { perClass, type ClassMean } from './classes/per-class.js';
import { bootstrapMeans, type BootstrapOptions, type Interval } from './statistics/bootstrap.js';

export interface EvaluateOptions extends BootstrapOptions {
  /** Metrics of the catalog or functions of your own, by name; the whole catalog unless told. */
  readonly metrics?: Readonly<Record<string, ImageMetric | ImageMetric['compute']>>;
  /** One class number per image, from 0; with `classNames`, adds figures per class. */
  readonly labels?: ArrayLike<number>;
  readonly classNames?: readonly string[];
}

/** One metric over a batch. */
export interface MetricResult {
  /** One figure per image. */
  readonly values: Float64Array;
  readonly mean: number;
  /** BCa bootstrap interval of the mean. */
  readonly interval: Interval;
  /** One entry per class, if labels were given. */
  readonly perClass?: readonly ClassMean[];
}

export interface Evaluation {
  readonly n: number;
  readonly metrics: Readonly<Record<string, MetricResult>>;
  /** Figures of the batch as a whole. */
  readonly pooled: {
    readonly rmseOfMeanMse: number;
    readonly psnrOfMeanMse: number;
    readonly reconstructionDiversity: number;
    readonly bandLoss: Bands<number>;
  };
  /** Error per 100 units of ink, if labels were given. */
  readonly ink?: readonly ClassInkError[];
  /** Why a metric could not be had of these images, by its name. */
  readonly skipped: Readonly<Record<string, string>>;
}

/**
 * Every figure of a batch of reconstructions, in one call. Both batches are brought to [0, 1] first, so the figures
 * are those of images in [0, 1] whatever range was declared.
 *
 * A metric that cannot be had of these images (MS-SSIM of small ones, cross-entropy of values beyond the range) is
 * listed under `skipped` with its message, not replaced by another figure.
 *
 * @param original - `[n, height, width, channels]`, 1 image or more
 * @param reconstruction - same shape; its range may differ
 * @throws RangeError if the shapes differ, there is no image, a value is NaN or far outside its declared range, or
 * labels do not fit
 * @example
 * const black = imageBatch(new Uint8Array(2 * 64), [2, 8, 8, 1]);
 * const grey = imageBatch(new Float32Array(2 * 64).fill(0.1), [2, 8, 8, 1]);
 * const { metrics, skipped } = evaluate(black, grey, { seed: 0 });
 * metrics.psnr.mean; // 20
 * Object.keys(skipped); // ['ssim', 'msSsim', 'reducedMsSsim']
 */
export function evaluate(
  original: ImageBatch,
  reconstruction: ImageBatch,
  { metrics = catalog, labels, classNames, ...options }: EvaluateOptions,
): Evaluation {
  const [x, y] = checkedPair('evaluate', original, reconstruction);
  if (x.shape[0] === 0) throw new RangeError('evaluate: there are 0 images; it needs at least 1');
  if ((labels === undefined) !== (classNames === undefined))
    throw new RangeError(
      'evaluate: only one of labels and classNames was given; figures per class need both',
    );
  const classes = labels && classNames && { labels, classNames };
  const { figures, skipped } = eachMetric(x, y, metrics);
  const means = bootstrapMeans(Object.values(figures), options);
  const results = Object.entries(figures).map(([name, values], i): [string, MetricResult] => {
    const { value: mean, interval } = means[i];
    const byClass = classes && { perClass: perClass(values, classes.labels, classes.classNames, options) };
    return [name, { values, mean, interval, ...byClass }];
  });
  return {
    n: x.shape[0],
    metrics: Object.fromEntries(results),
    skipped,
    pooled: {
      rmseOfMeanMse: rmseOfMeanMse(x, y),
      psnrOfMeanMse: psnrOfMeanMse(x, y),
      reconstructionDiversity: reconstructionDiversity(x, y),
      bandLoss: bandLoss(x, y),
    },
    ...(classes && { ink: errorPer100Ink(x, y, classes.labels, classes.classNames, options) }),
  };
}

/** Figures of each image by metric, without statistics over the images. */
export interface ImageEvaluation {
  /** One figure per image, by the metric's name. */
  readonly figures: Readonly<Record<string, Float64Array>>;
  /** Why a metric could not be had of these images, by its name. */
  readonly skipped: Readonly<Record<string, string>>;
}

/**
 * The figures of each image alone, those of {@link evaluate}: for images that come in blocks or are shared among workers,
 * where the blocks' figures, one after the other, are the figures of all.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape; its range may differ
 * @param metrics - of the catalog or functions of your own, by name; the whole catalog unless told
 * @throws RangeError if the shapes differ, or a value is NaN or far outside its declared range
 * @example
 * const black = imageBatch(new Uint8Array(2 * 64), [2, 8, 8, 1]);
 * const grey = imageBatch(new Float32Array(2 * 64).fill(0.1), [2, 8, 8, 1]);
 * evaluateImages(black, grey, { psnr: catalog.psnr }).figures.psnr; // [20, 20]
 */
export function evaluateImages(
  original: ImageBatch,
  reconstruction: ImageBatch,
  metrics: Readonly<Record<string, ImageMetric | ImageMetric['compute']>> = catalog,
): ImageEvaluation {
  return eachMetric(...checkedPair('evaluateImages', original, reconstruction), metrics);
}

function checkedPair(caller: string, original: ImageBatch, reconstruction: ImageBatch) {
  const pair = [checkedUnit(original), checkedUnit(reconstruction)] as const;
  assertComparable(caller, ...pair);
  return pair;
}

function checkedUnit({ data, shape, range }: ImageBatch): ImageBatch {
  return toUnitRange(imageBatch(data, shape, range));
}

function eachMetric(
  original: ImageBatch,
  reconstruction: ImageBatch,
  metrics: Readonly<Record<string, ImageMetric | ImageMetric['compute']>>,
): ImageEvaluation {
  const figures: Record<string, Float64Array> = {};
  const skipped: Record<string, string> = {};
  for (const [name, metric] of Object.entries(metrics)) {
    const compute = typeof metric === 'function' ? metric : metric.compute;
    const values = valuesOrReason(() => compute(original, reconstruction));
    if (typeof values === 'string') skipped[name] = values;
    else figures[name] = values;
  }
  return { figures, skipped };
}

function valuesOrReason(compute: () => Float64Array): Float64Array | string {
  try {
    return compute();
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}
