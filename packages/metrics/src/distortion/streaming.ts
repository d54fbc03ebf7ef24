import type { ImageBatch } from '@aelab/images';
import { mse } from './mse.js';
import { decibels } from './psnr.js';
import { addExactly, exactTotal } from '../statistics/exact-sum.js';

/** What an accumulator knows: plain data, to send from a worker or to keep in a file. */
export interface AccumulatorState {
  readonly count: number;
  /** The sum of all images' figures, as parts that do not overlap. */
  readonly parts: readonly number[];
  /** Declared range of the images, once there are any. */
  readonly range?: ImageBatch['range'];
}

/** A figure over images that come in batches. */
export interface Accumulator {
  /** Takes in a batch. */
  readonly update: (original: ImageBatch, reconstruction: ImageBatch) => void;
  /** Takes in what another accumulator of the same figure has seen. */
  readonly merge: (other: AccumulatorState) => void;
  /** The figure of all images so far; NaN before the first. */
  readonly compute: () => number;
  readonly state: () => AccumulatorState;
}

/**
 * Mean of an image metric over images that come in batches, for sets too large for memory or shared among workers.
 *
 * The sum is exact, so the figure is the same to the last bit however the images are split, ordered or merged.
 *
 * @param metric - any function from two batches to one figure per image, {@link ssim} or one of your own
 * @param finish - what to make of the mean, given the declared range
 * @example
 * const error = accumulate(mse);
 * error.update(imageBatch(new Float32Array(1), [1, 1, 1, 1]), imageBatch(new Float32Array([0.5]), [1, 1, 1, 1]));
 * error.update(imageBatch(new Float32Array(3), [3, 1, 1, 1]), imageBatch(new Float32Array(3), [3, 1, 1, 1]));
 * error.compute(); // 0.0625
 */
export function accumulate(
  metric: (original: ImageBatch, reconstruction: ImageBatch) => ArrayLike<number>,
  finish: (mean: number, range: ImageBatch['range']) => number = (mean) => mean,
): Accumulator {
  const parts: number[] = [];
  let count = 0;
  let range: ImageBatch['range'] | undefined;
  const admit = (other: ImageBatch['range'] | undefined) => {
    if (range && other && range.join() !== other.join())
      throw new RangeError(
        `accumulate: a batch has range [${other.join(',')}] after others with [${range.join(',')}]; all must declare the same (see toUnitRange)`,
      );
    range ??= other;
  };
  return {
    update(original, reconstruction) {
      admit(original.range);
      const values = metric(original, reconstruction);
      for (let i = 0; i < values.length; i++) addExactly(parts, values[i]);
      count += values.length;
    },
    merge(other) {
      admit(other.range);
      for (const part of other.parts) addExactly(parts, part);
      count += other.count;
    },
    compute: () => (range ? finish(exactTotal(parts) / count, range) : NaN),
    state: () => ({ count, parts: [...parts], range }),
  };
}

/**
 * {@link rmseOfMeanMse} of images that come in batches.
 *
 * @example
 * const error = accumulateRmseOfMeanMse();
 * error.update(imageBatch(new Float32Array(1), [1, 1, 1, 1]), imageBatch(new Float32Array([0.5]), [1, 1, 1, 1]));
 * error.compute(); // 0.5
 */
export function accumulateRmseOfMeanMse(): Accumulator {
  return accumulate(mse, Math.sqrt);
}

/**
 * {@link psnrOfMeanMse} of images that come in batches.
 *
 * @example
 * const quality = accumulatePsnrOfMeanMse();
 * quality.update(imageBatch(new Float32Array(1), [1, 1, 1, 1]), imageBatch(new Float32Array([0.1]), [1, 1, 1, 1]));
 * quality.compute(); // 20
 */
export function accumulatePsnrOfMeanMse(): Accumulator {
  return accumulate(mse, (error, [lo, hi]) => decibels(error, hi - lo));
}
