import { imageSize } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import { imagesByClass } from '../classes/images-by-class.js';
import { mse } from '../distortion/mse.js';
import { floorReconstruction, naiveFloors } from '../floors.js';
import { fitPca, fitSvd } from '../pca/fit-pca.js';
import { componentCount, pcaErrorCurve } from '../pca/linear-basis.js';
import type { LinearBasis } from '../pca/linear-basis.js';
import { mean } from '../statistics/mean.js';
import { blockPcaErrorCurve, fitBlockPca } from './block-pca.js';
import { classPcaErrorCurve, fitClassPca } from './class-pca.js';
import { dctBasis } from './dct-basis.js';
import { downsampleBasis } from './downsample-basis.js';

/** One class number per image, from 0. */
export interface LabelledImages {
  readonly images: ImageBatch;
  readonly labels: ArrayLike<number>;
}

export interface LinearBaselineOptions {
  /** Latent values per image that the model has, or several models have. */
  readonly latentSizes: readonly number[];
  /** Of the labels. */
  readonly nClasses: number;
  /** Strides of block-PCA; by default those from 2 to 16 that divide height and width. */
  readonly strides?: readonly number[];
}

export type BaselineMethod =
  'zero' | 'mean' | 'median' | 'classMean' | 'pca' | 'svd' | 'dct' | 'downsample' | 'classPca' | 'blockPca';

/** One line of the table. */
export interface BaselineRow {
  readonly method: BaselineMethod;
  /** Values that the code really has: at most the size asked for, no more than PCA can have, 0 for a floor. */
  readonly latentSize: number;
  /** Of block-PCA. */
  readonly stride?: number;
  /** Over all test images, in the unit range. */
  readonly mse: number;
}

export interface LinearBaselines {
  readonly rows: readonly BaselineRow[];
  /** Mean squared error by latent size 0, 1, …, the largest asked for. */
  readonly curves: { readonly pca: Float64Array; readonly svd: Float64Array; readonly dct: Float64Array };
}

/**
 * What an autoencoder has to beat at its latent size: the naive floors (which need no latent), PCA, SVD without a mean,
 * the lowest frequencies, a smaller image, a PCA per class, and block-PCA, the linear rival of a convolution. All are
 * fitted to training images and measured on test images.
 *
 * The curves are monotonic by construction, so a model can be read off as "worth so many components".
 *
 * @param train - never the test images
 * @param test - of the same shape and range
 * @throws RangeError if a latent size is not a whole number above 0, or shapes or labels do not fit
 * @example
 * const images = imageBatch(Float32Array.from({ length: 64 }, (_, i) => (i * i % 7) / 7), [16, 2, 2, 1]);
 * const set = { images, labels: Array.from({ length: 16 }, (_, i) => i % 2) };
 * linearBaselines(set, set, { latentSizes: [2], nClasses: 2 }).curves.pca.length; // 3
 */
export function linearBaselines(
  train: LabelledImages,
  test: LabelledImages,
  options: LinearBaselineOptions,
): LinearBaselines {
  const { strides = defaultStrides(train.images) } = options;
  const latentSizes = reachableSizes(train.images, options.latentSizes);
  const largest = Math.max(...latentSizes);
  const bases = {
    pca: fitPca(train.images, { components: largest }),
    svd: fitSvd(train.images, { components: largest }),
    dct: dctBasis(shapeOf(train.images), largest),
  };
  const curves = {
    pca: pcaErrorCurve(bases.pca, test.images),
    svd: pcaErrorCurve(bases.svd, test.images),
    dct: pcaErrorCurve(bases.dct, test.images),
  };
  return {
    rows: [
      ...floorRows(train, test, options.nClasses),
      ...latentSizes.flatMap((latentSize) =>
        (['pca', 'svd', 'dct'] as const).map((method) => rowOf(method, latentSize, curves[method])),
      ),
      ...downsampleRows(test.images, latentSizes),
      ...classRows(train, test, options.nClasses, latentSizes),
      ...strides.flatMap((stride) => blockRows(train.images, test.images, stride, latentSizes)),
    ],
    curves,
  };
}

function floorRows(train: LabelledImages, test: LabelledImages, nClasses: number): BaselineRow[] {
  const floors = naiveFloors(train.images, train.labels, nClasses);
  const [lo, hi] = test.images.range;
  return (['zero', 'mean', 'median', 'classMean'] as const).map((method) => {
    const errors = mse(test.images, floorReconstruction(floors, method, test.labels));
    return { method, latentSize: 0, mse: mean(errors) / (hi - lo) ** 2 };
  });
}

function downsampleRows(test: ImageBatch, latentSizes: readonly number[]): BaselineRow[] {
  return latentSizes
    .filter((size) => size >= test.shape[3])
    .map((size) => downsampleBasis(shapeOf(test), size))
    .map((basis) => rowOf('downsample', componentCount(basis), pcaErrorCurve(basis, test)));
}

/** The number of the class takes one of the latent values, and every class needs more images than the others. */
function classRows(
  train: LabelledImages,
  test: LabelledImages,
  nClasses: number,
  latentSizes: readonly number[],
): BaselineRow[] {
  const sizesOfClasses = imagesByClass('linearBaselines', train.labels, nClasses).map(({ length }) => length);
  const smallestClass = Math.min(...sizesOfClasses);
  const sizes = latentSizes.filter((size) => size <= smallestClass);
  const components = Math.max(0, ...sizes) - 1;
  if (components < 1) return [];
  const curve = classPcaErrorCurve(
    fitClassPca(train.images, train.labels, nClasses, { components }),
    test.images,
  );
  return sizes.map((size) => ({ method: 'classPca', latentSize: size, mse: curve[size - 1] }));
}

function blockRows(
  train: ImageBatch,
  test: ImageBatch,
  stride: number,
  latentSizes: readonly number[],
): BaselineRow[] {
  const blockSize = stride * stride * train.shape[3];
  const blocks = imageSize(train) / blockSize;
  const channels = new Set(latentSizes.map((size) => Math.min(blockSize, Math.floor(size / blocks))));
  channels.delete(0);
  if (channels.size === 0) return [];
  const curve = blockPcaErrorCurve(fitBlockPca(train, { stride, channels: Math.max(...channels) }), test);
  return [...channels].map((count) => ({
    method: 'blockPca',
    stride,
    latentSize: count * blocks,
    mse: curve[count],
  }));
}

function rowOf(method: BaselineMethod, latentSize: number, curve: Float64Array): BaselineRow {
  return { method, latentSize, mse: curve[latentSize] };
}

/** In rising order, none above what PCA can have: an expanding model is set beside the whole basis. */
function reachableSizes(train: ImageBatch, asked: readonly number[]): number[] {
  const most = Math.min(train.shape[0], imageSize(train));
  if (asked.length === 0 || asked.some((size) => !Number.isInteger(size) || size < 1))
    throw new RangeError(
      `linearBaselines: latentSizes is [${asked.join(',')}]; it must be one or more whole numbers above 0`,
    );
  return [...new Set(asked.map((size) => Math.min(size, most)))].sort((a, b) => a - b);
}

function defaultStrides({ shape: [, height, width] }: ImageBatch): number[] {
  const upTo16 = Array.from({ length: 15 }, (_, i) => i + 2);
  return upTo16.filter((stride) => height % stride === 0 && width % stride === 0);
}

function shapeOf({ shape }: ImageBatch): LinearBasis['imageShape'] {
  return [shape[1], shape[2], shape[3]];
}
