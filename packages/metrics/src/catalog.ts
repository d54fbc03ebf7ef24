import type { ImageBatch } from '@aelab/images';
import { binaryCrossEntropy } from './distortion/binary-cross-entropy.js';
import { gradientError, sharpnessRatio } from './distortion/gradients.js';
import { addedInk, missingInk } from './distortion/ink-change.js';
import { mae } from './distortion/mae.js';
import { mse } from './distortion/mse.js';
import { normalizedRootMse } from './distortion/normalized-root-mse.js';
import { psnr } from './distortion/psnr.js';
import { rmse } from './distortion/rmse.js';
import { msSsim, reducedMsSsim, ssim } from './distortion/ssim.js';

/** A figure of each reconstruction, and what a table, an axis or a test needs to know of it. */
export interface ImageMetric {
  readonly compute: (original: ImageBatch, reconstruction: ImageBatch) => Float64Array;
  /** What tables call it. */
  readonly label: string;
  /** Of images in [0, 1]; empty for a ratio. */
  readonly unit: string;
  /** Which figures are better: `nearer` is nearer to `perfect`. */
  readonly better: 'lower' | 'higher' | 'nearer';
  /** Least and greatest possible figure. */
  readonly bounds: readonly [number, number];
  /** The figure of a reconstruction equal to its original; undefined if that depends on the image. */
  readonly perfect: number | undefined;
  readonly formula: string;
  readonly citation: string;
}

/**
 * All figures of one image and its reconstruction, by name. Tables, the command line and the tests that hold for every
 * metric iterate over it.
 *
 * @example
 * catalog.psnr.better; // 'higher'
 */
export const catalog = {
  mse: {
    compute: mse,
    label: 'MSE',
    unit: 'squared value',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: 'Σ (x − y)² / N',
    citation: 'Wang and Bovik, Mean squared error: love it or leave it?, 2009',
  },
  rmse: {
    compute: rmse,
    label: 'RMSE',
    unit: 'value',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: '√(Σ (x − y)² / N)',
    citation: 'Wang and Bovik, Mean squared error: love it or leave it?, 2009',
  },
  mae: {
    compute: mae,
    label: 'MAE',
    unit: 'value',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: 'Σ |x − y| / N',
    citation: 'Willmott and Matsuura, Advantages of the mean absolute error, 2005',
  },
  psnr: {
    compute: psnr,
    label: 'PSNR',
    unit: 'dB',
    better: 'higher',
    bounds: [-Infinity, Infinity],
    perfect: Infinity,
    formula: '10 · log10(L² / MSE)',
    citation: 'Wang and Bovik, Mean squared error: love it or leave it?, 2009',
  },
  normalizedRootMse: {
    compute: normalizedRootMse,
    label: 'NRMSE',
    unit: '',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: 'RMSE / √(Σ x² / N)',
    citation: 'scikit-image, normalized_root_mse, normalization euclidean',
  },
  ssim: {
    compute: ssim,
    label: 'SSIM',
    unit: '',
    better: 'higher',
    bounds: [-1, 1],
    perfect: 1,
    formula: 'mean of (2·μx·μy + C₁)(2·σxy + C₂) / ((μx² + μy² + C₁)(σx² + σy² + C₂))',
    citation: 'Wang, Bovik, Sheikh and Simoncelli, Image quality assessment, 2004',
  },
  'ssim[skimage]': {
    compute: (original, reconstruction) => ssim(original, reconstruction, 'skimage'),
    label: 'SSIM (scikit-image default)',
    unit: '',
    better: 'higher',
    bounds: [-1, 1],
    perfect: 1,
    formula: 'as SSIM, 7 × 7 mean, unbiased variances',
    citation: 'scikit-image, structural_similarity',
  },
  'ssim[torchmetrics]': {
    compute: (original, reconstruction) => ssim(original, reconstruction, 'torchmetrics'),
    label: 'SSIM (torchmetrics)',
    unit: '',
    better: 'higher',
    bounds: [-1, 1],
    perfect: 1,
    formula: 'as SSIM, edges mirrored',
    citation: 'torchmetrics, structural_similarity_index_measure',
  },
  msSsim: {
    compute: msSsim,
    label: 'MS-SSIM',
    unit: '',
    better: 'higher',
    bounds: [0, 1],
    perfect: 1,
    formula: 'Π over five scales of (contrast and structure)^β, luminance at the last',
    citation: 'Wang, Simoncelli and Bovik, Multiscale structural similarity, 2003',
  },
  reducedMsSsim: {
    compute: reducedMsSsim,
    label: 'MS-SSIM, fewer scales',
    unit: '',
    better: 'higher',
    bounds: [0, 1],
    perfect: 1,
    formula: 'as MS-SSIM, over the scales that fit, their β divided by its sum',
    citation: 'Wang, Simoncelli and Bovik, Multiscale structural similarity, 2003',
  },
  gradientError: {
    compute: gradientError,
    label: 'gradient error',
    unit: 'value per pixel',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: 'mean of |∂x − ∂y| over neighbours right and below',
    citation: 'Mathieu, Couprie and LeCun, Deep multi-scale video prediction, 2016',
  },
  sharpnessRatio: {
    compute: sharpnessRatio,
    label: 'sharpness ratio',
    unit: '',
    better: 'nearer',
    bounds: [0, Infinity],
    perfect: 1,
    formula: 'Σ |∇y|² / Σ |∇x|²',
    citation: 'Tenenbaum, Accommodation in computer vision, 1970',
  },
  binaryCrossEntropy: {
    compute: binaryCrossEntropy,
    label: 'cross-entropy',
    unit: 'nats per value',
    better: 'lower',
    bounds: [0, 100],
    perfect: undefined,
    formula: '−Σ (x·ln y + (1 − x)·ln(1 − y)) / N',
    citation: 'Hinton and Salakhutdinov, Reducing the dimensionality of data, 2006',
  },
  missingInk: {
    compute: missingInk,
    label: 'missing ink',
    unit: '',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: 'Σ max(0, x − y) / Σ x',
    citation: 'defined here',
  },
  addedInk: {
    compute: addedInk,
    label: 'added ink',
    unit: '',
    better: 'lower',
    bounds: [0, Infinity],
    perfect: 0,
    formula: 'Σ max(0, y − x) / Σ x',
    citation: 'defined here',
  },
} as const satisfies Record<string, ImageMetric>;
