import { imageSize } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import type { LinearBasis } from './linear-basis.js';
import { addRows, emptyMoments, unitCovariance, unitMean, unitProducts } from './moments.js';
import type { Moments } from './moments.js';
import { fixSigns, symmetricEigen } from './symmetric-eigen.js';

/** Principal components of images, in the unit range. */
export interface Pca extends LinearBasis {
  /** Variance along each component, dividing by n − 1, largest first. */
  readonly explainedVariance: Float64Array;
  /** Share of the total variance, over all components and not only those kept. */
  readonly explainedVarianceRatio: Float64Array;
  /** Images that it was fitted to. */
  readonly n: number;
}

/**
 * Principal component analysis: the linear code that loses least of the images that it is fitted to, and so the line
 * that an autoencoder of the same latent size must beat.
 *
 * By the covariance, with sums in Float64 (exact for bytes), and scikit-learn's sign rule: the loading of largest
 * magnitude of each component is positive.
 *
 * @param images - training images, `[n, height, width, channels]`; never the test images
 * @param options.components - how many to keep, 1 to the smaller of n and the values of one image
 * @throws RangeError if there are fewer than 2 images, or `components` is out of bounds
 * @example
 * fitPca(imageBatch(new Uint8Array([0, 0, 255, 255]), [2, 1, 2, 1]), { components: 1 }).explainedVariance; // [1]
 * @see scikit-learn 1.9, `PCA(svd_solver='covariance_eigh')`
 */
export function fitPca(images: ImageBatch, options: { components: number }): Pca {
  const moments = momentsOf('fitPca', images, options.components);
  const d = moments.d;
  const covariance = unitCovariance(moments, images.range);
  const { values, vectors } = symmetricEigen(covariance, d, options.components);
  fixSigns(vectors, d);
  const explainedVariance = values.map((value) => Math.max(0, value));
  const total = trace(covariance, d);
  return {
    mean: unitMean(moments, images.range),
    components: vectors,
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((variance) => variance / total),
    n: moments.n,
    imageShape: imageShape(images),
  };
}

/** A truncated singular value decomposition of images, in the unit range: a {@link LinearBasis} without a mean. */
export interface Svd extends LinearBasis {
  /** Largest first. */
  readonly singularValues: Float64Array;
  readonly n: number;
}

/**
 * Truncated singular value decomposition without centring: the best linear code that has no bias, which is what a
 * linear autoencoder without biases can reach. Its first component spends itself on the mean image, so at the same
 * latent size it is about one component behind {@link fitPca}.
 *
 * @param images - training images, `[n, height, width, channels]`
 * @param options.components - how many to keep, 1 to the smaller of n and the values of one image
 * @throws RangeError if there are fewer than 2 images, or `components` is out of bounds
 * @example
 * fitSvd(imageBatch(new Uint8Array([0, 0, 255, 255]), [2, 1, 2, 1]), { components: 1 }).singularValues; // [1.41421356]
 */
export function fitSvd(images: ImageBatch, options: { components: number }): Svd {
  const moments = momentsOf('fitSvd', images, options.components);
  const { values, vectors } = symmetricEigen(
    unitProducts(moments, images.range),
    moments.d,
    options.components,
  );
  fixSigns(vectors, moments.d);
  return {
    mean: new Float64Array(moments.d),
    components: vectors,
    singularValues: values.map((value) => Math.sqrt(Math.max(0, value))),
    n: moments.n,
    imageShape: imageShape(images),
  };
}

function momentsOf(caller: string, images: ImageBatch, components: number): Moments {
  const n = images.shape[0];
  const d = imageSize(images);
  if (n < 2) throw new RangeError(`${caller}: there are ${n} images; there must be at least 2`);
  if (!Number.isInteger(components) || components < 1 || components > Math.min(n, d))
    throw new RangeError(
      `${caller}: components is ${components}; it must be a whole number from 1 to ${Math.min(n, d)}, the smaller of the images and the values of one image`,
    );
  const moments = emptyMoments(d);
  addRows(moments, images.data);
  return moments;
}

function trace(matrix: Float64Array, d: number): number {
  let total = 0;
  for (let i = 0; i < d; i++) total += matrix[i * d + i];
  return total;
}

function imageShape({ shape }: ImageBatch): LinearBasis['imageShape'] {
  return [shape[1], shape[2], shape[3]];
}
