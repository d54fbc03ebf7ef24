import type { ImageBatch } from '@aelab/images';
import { mean } from '../statistics/mean.js';
import { meanSquare } from './mse.js';
import { perImage } from './per-image.js';

/**
 * Root mean squared error of each reconstruction: `√MSE` of one image, in units of the declared value range.
 *
 * The mean of these is not the RMSE that most libraries print, {@link rmseOfMeanMse}: it is smaller unless all images
 * have the same error.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range; not clamped here
 * @returns n values; 0 is perfect, lower is better
 * @throws RangeError if the shapes or the ranges differ
 * @example
 * rmse(imageBatch(new Float32Array(64), [1, 8, 8, 1]), imageBatch(new Float32Array(64).fill(0.1), [1, 8, 8, 1])); // [0.1]
 */
export function rmse(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return perImage('rmse', original, reconstruction, meanSquare).map(Math.sqrt);
}

/**
 * Root of the mean squared error over all values of a batch, in units of the declared value range: one number.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range
 * @returns 0 is perfect, lower is better
 * @throws RangeError if the shapes or the ranges differ, or there is no image
 * @example
 * const black = imageBatch(new Float32Array(2), [2, 1, 1, 1]);
 * rmseOfMeanMse(black, imageBatch(new Float32Array([0.6, 0.8]), [2, 1, 1, 1])); // 0.707107
 */
export function rmseOfMeanMse(original: ImageBatch, reconstruction: ImageBatch): number {
  return Math.sqrt(mean(perImage('rmseOfMeanMse', original, reconstruction, meanSquare)));
}
