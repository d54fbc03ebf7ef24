import type { ImageBatch } from '@aelab/images';
import { mean } from '../statistics/mean.js';
import { meanSquare } from './mse.js';
import { perImage, rangeWidth } from './per-image.js';

/**
 * Peak signal-to-noise ratio of each reconstruction, in decibels:
 * `10 · log10(L² / MSE)`, with `L` the width of the declared value range and the MSE taken over one image.
 *
 * One value per image, so the caller decides how to average: the mean of PSNRs ({@link meanPsnr}) is not the PSNR of
 * the mean MSE ({@link psnrOfMeanMse}), and papers use both.
 *
 * @param original - `[n, height, width, channels]`, with its value range
 * @param reconstruction - same shape and range; not clamped here
 * @returns n values; higher is better, `Infinity` for identical images
 * @throws RangeError if the shapes or the ranges differ
 * @example
 * psnr(imageBatch(new Float32Array(64), [1, 8, 8, 1]), imageBatch(new Float32Array(64).fill(0.1), [1, 8, 8, 1])); // [20]
 * @see Wang and Bovik, "Mean squared error: love it or leave it?", 2009
 */
export function psnr(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  const width = rangeWidth(original);
  return perImage('psnr', original, reconstruction, meanSquare).map((error) => decibels(error, width));
}

/**
 * Mean over the images of their PSNR, in decibels. One perfect image makes it `Infinity`.
 *
 * @param original - `[n, height, width, channels]`, with its value range
 * @param reconstruction - same shape and range
 * @returns one number; higher is better
 * @throws RangeError if the shapes or the ranges differ, or there is no image
 * @example
 * const black = imageBatch(new Float32Array(2), [2, 1, 1, 1]);
 * meanPsnr(black, imageBatch(new Float32Array([0.1, 1]), [2, 1, 1, 1])); // 10
 */
export function meanPsnr(original: ImageBatch, reconstruction: ImageBatch): number {
  return mean(psnr(original, reconstruction));
}

/**
 * PSNR of the mean squared error over all values of a batch, in decibels: what torchmetrics prints by default. Never
 * above {@link meanPsnr}, because the worst images weigh most.
 *
 * @param original - `[n, height, width, channels]`, with its value range
 * @param reconstruction - same shape and range
 * @returns one number; higher is better
 * @throws RangeError if the shapes or the ranges differ, or there is no image
 * @example
 * const black = imageBatch(new Float32Array(2), [2, 1, 1, 1]);
 * psnrOfMeanMse(black, imageBatch(new Float32Array([0.1, 1]), [2, 1, 1, 1])); // 2.96709
 */
export function psnrOfMeanMse(original: ImageBatch, reconstruction: ImageBatch): number {
  const errors = perImage('psnrOfMeanMse', original, reconstruction, meanSquare);
  return decibels(mean(errors), rangeWidth(original));
}

/** PSNR of a mean squared error, for a value range of this width. */
export function decibels(error: number, width: number): number {
  return 10 * Math.log10((width * width) / error);
}
