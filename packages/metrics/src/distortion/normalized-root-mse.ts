import type { ImageBatch } from '@aelab/images';
import { assertOneOf } from '../assert-one-of.js';
import { mse } from './mse.js';
import { perImage, type PairMeasure } from './per-image.js';

/** What a root mean squared error is divided by: a figure of the original, its values counted from the low end of the range. */
export type RmseDenominator = 'euclidean' | 'minMax' | 'mean';

/**
 * Root mean squared error of each reconstruction over a figure of its original: `RMSE / √(Σ x² / N)` (`euclidean`),
 * `RMSE / (max x − min x)` (`minMax`) or `RMSE / mean x` (`mean`). No unit.
 *
 * Swap the arguments and the figure changes: the denominator is the original's.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range
 * @param denominator - say which one when you print the figure
 * @returns n values; 0 is perfect, lower is better. A denominator of 0 (a black or constant original) gives `Infinity`,
 * or 0 where the reconstruction is perfect
 * @throws RangeError if the shapes or the ranges differ, or the denominator is unknown
 * @example
 * const original = imageBatch(new Float32Array([0, 0, 0, 1]), [1, 2, 2, 1]);
 * normalizedRootMse(original, imageBatch(new Float32Array(4), [1, 2, 2, 1])); // [1]
 * normalizedRootMse(original, imageBatch(new Float32Array(4), [1, 2, 2, 1]), 'mean'); // [2]
 * @see scikit-image, `normalized_root_mse`
 */
export function normalizedRootMse(
  original: ImageBatch,
  reconstruction: ImageBatch,
  denominator: RmseDenominator = 'euclidean',
): Float64Array {
  const measures = {
    euclidean: rootMeanSquare(original.range[0]),
    minMax: extent,
    mean: meanAbove(original.range[0]),
  };
  assertOneOf('normalizedRootMse', 'denominator', denominator, Object.keys(measures));
  const scales = perImage('normalizedRootMse', original, reconstruction, measures[denominator]);
  return mse(original, reconstruction).map((error, i) => (error === 0 ? 0 : Math.sqrt(error) / scales[i]));
}

const rootMeanSquare =
  (lo: number): PairMeasure =>
  (x, _, from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += (x[i] - lo) * (x[i] - lo);
    return Math.sqrt(sum / (to - from));
  };

const meanAbove =
  (lo: number): PairMeasure =>
  (x, _, from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += x[i] - lo;
    return sum / (to - from);
  };

const extent: PairMeasure = (x, _, from, to) => {
  let min = Infinity;
  let max = -Infinity;
  for (let i = from; i < to; i++) {
    if (x[i] < min) min = x[i];
    if (x[i] > max) max = x[i];
  }
  return max - min;
};
