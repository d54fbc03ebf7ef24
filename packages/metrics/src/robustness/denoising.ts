import type { ImageBatch } from '@aelab/images';
import { psnr } from '../distortion/psnr.js';
import { bootstrapMean, type BootstrapOptions, type Estimate } from '../statistics/bootstrap.js';
import { mean } from '../statistics/mean.js';
import { gaussianFilter, medianFilter } from './filters.js';

/**
 * What denoising gains for each image, in decibels: its PSNR after less that before.
 *
 * An autoencoder that copies its input gains 0 dB, however good its reconstructions look.
 *
 * @param original - `[n, height, width, channels]`, without noise
 * @param noisy - what the denoiser was given
 * @param denoised - what it made of it
 * @returns n values; above 0 is a gain, below 0 a loss, NaN where both are perfect
 * @throws RangeError if shapes or ranges differ
 * @example
 * const grey = (value: number) => imageBatch(new Float32Array(64).fill(value), [1, 8, 8, 1]);
 * psnrGain(grey(0.5), grey(0.7), grey(0.52)); // [20]
 */
export function psnrGain(original: ImageBatch, noisy: ImageBatch, denoised: ImageBatch): Float64Array {
  const before = psnr(original, noisy);
  return psnr(original, denoised).map((after, i) => after - before[i]);
}

/** Gains of a denoiser in decibels, each a mean over the images with its bootstrap interval. */
export interface DenoisingGain {
  readonly overNoisy: Estimate;
  /** Over the better of the 3 × 3 and the 5 × 5 median filter. */
  readonly overMedian: Estimate & { readonly size: number };
  /** Over the best Gaussian filter with σ of 0.5, 0.75, 1, 1.5 or 2 pixels. */
  readonly overGaussian: Estimate & { readonly sigma: number };
}

/**
 * What a denoiser gains over the noisy images, and over filters that learnt nothing.
 *
 * Each filter's setting is the best for these very images, which favours the filter: a gain over it is no luck of the
 * setting.
 *
 * @param original - `[n, height, width, channels]`, without noise
 * @param noisy - what the denoiser was given
 * @param denoised - what it made of it
 * @throws RangeError if shapes or ranges differ, or there is no image
 * @example
 * const flat = imageBatch(new Float64Array(64).fill(0.5), [1, 8, 8, 1]);
 * const noisy = imageBatch(flat.data.map((v, i) => v + (i % 2 ? 0.2 : -0.2)), [1, 8, 8, 1]);
 * const still = imageBatch(flat.data.map((v) => v + 0.02), [1, 8, 8, 1]);
 * denoisingGain(flat, noisy, still, { seed: 0 }).overNoisy.value; // 20
 */
export function denoisingGain(
  original: ImageBatch,
  noisy: ImageBatch,
  denoised: ImageBatch,
  options: BootstrapOptions,
): DenoisingGain {
  const gainOver = (rival: ImageBatch) => bootstrapMean(psnrGain(original, rival, denoised), options);
  const best = (settings: readonly number[], filter: (images: ImageBatch, setting: number) => ImageBatch) =>
    settings
      .map((setting) => ({ setting, filtered: filter(noisy, setting) }))
      .reduce((a, b) => (mean(psnr(original, b.filtered)) > mean(psnr(original, a.filtered)) ? b : a));
  const median = best([3, 5], medianFilter);
  const gaussian = best([0.5, 0.75, 1, 1.5, 2], gaussianFilter);
  return {
    overNoisy: gainOver(noisy),
    overMedian: { ...gainOver(median.filtered), size: median.setting },
    overGaussian: { ...gainOver(gaussian.filtered), sigma: gaussian.setting },
  };
}
