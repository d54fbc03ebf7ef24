import { imageSize } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import type { LinearBasis } from './linear-basis.js';
import { addRows, emptyMoments } from './moments.js';
import { axesOfMoments, mostColumns, principalAxes } from './principal-axes.js';
import type { Axes } from './principal-axes.js';

/** Principal components of images, in the unit range. */
export interface Pca extends LinearBasis {
  /** Variance along each component, dividing by n − 1, largest first. */
  readonly explainedVariance: Float64Array;
  /** Share of the total variance: of all there is, not of what the kept components explain. */
  readonly explainedVarianceRatio: Float64Array;
  /** Images that it was fitted to. */
  readonly n: number;
}

/**
 * Principal component analysis: the linear code that loses least of the images that it is fitted to, and so the line
 * that an autoencoder of the same latent size must beat.
 *
 * Sums are in Float64, exact for bytes. Signs are scikit-learn's: the loading of largest magnitude of each component is
 * positive. Up to 4,096 values per image it goes by the covariance; beyond that by the inner products between the images
 * if there are at most 6,000, and else by passes over them, in memory for some hundred images.
 *
 * @param images - training images, `[n, height, width, channels]`; never the test images
 * @param options.components - how many to keep, 1 to the smaller of n and the values of one image
 * @throws RangeError if there are fewer than 2 images, or `components` is out of bounds
 * @example
 * fitPca(imageBatch(new Uint8Array([0, 0, 255, 255]), [2, 1, 2, 1]), { components: 1 }).explainedVariance; // [1]
 * @see scikit-learn 1.9, `PCA(svd_solver='covariance_eigh')`
 */
export function fitPca(images: ImageBatch, options: { components: number }): Pca {
  assertComponents('fitPca', images.shape[0], imageSize(images), options.components);
  return pcaOfAxes(principalAxes(images, options.components, 'mean'), images.shape[0], images);
}

/**
 * {@link fitPca} to images that come batch by batch, each seen once: to the last digit the same as with all at once if
 * they are bytes. Memory does not grow with the images: the square of the values in one image, 8 bytes each.
 *
 * @param batches - all of the same image shape and range
 * @throws RangeError as fitPca, if the batches differ in shape or range, or an image has more than 4,096 values
 * @example
 * const batches = [imageBatch(new Uint8Array([0, 0]), [1, 1, 2, 1]), imageBatch(new Uint8Array([255, 255]), [1, 1, 2, 1])];
 * fitPcaToStream(batches, { components: 1 }).then((pca) => pca.explainedVariance); // [1]
 */
export async function fitPcaToStream(
  batches: Iterable<ImageBatch> | AsyncIterable<ImageBatch>,
  options: { components: number },
): Promise<Pca> {
  let first: ImageBatch | undefined;
  let moments = emptyMoments(0);
  for await (const batch of batches) {
    if (!first) {
      first = batch;
      moments = emptyMoments(streamedSize(batch));
    }
    assertLikeFirst(first, batch);
    addRows(moments, batch.data);
  }
  if (!first) throw new RangeError('fitPcaToStream: there are no batches; there must be at least 2 images');
  assertComponents('fitPcaToStream', moments.n, moments.d, options.components);
  return pcaOfAxes(axesOfMoments(moments, options.components, 'mean'), moments.n, first);
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
  assertComponents('fitSvd', images.shape[0], imageSize(images), options.components);
  const [lo, hi] = images.range;
  const { axes, spread } = principalAxes(images, options.components, lo);
  return {
    mean: new Float64Array(imageSize(images)),
    components: axes,
    singularValues: spread.map((value) => Math.sqrt(value) / (hi - lo)),
    n: images.shape[0],
    imageShape: imageShapeOf(images),
  };
}

/** Brings axes of the images' own range to the unit range. */
function pcaOfAxes({ centre, axes, spread, totalSpread }: Axes, n: number, images: ImageBatch): Pca {
  const [lo, hi] = images.range;
  return {
    mean: centre.map((value) => (value - lo) / (hi - lo)),
    components: axes,
    explainedVariance: spread.map((value) => value / (n - 1) / (hi - lo) ** 2),
    explainedVarianceRatio: spread.map((value) => value / totalSpread),
    n,
    imageShape: imageShapeOf(images),
  };
}

function imageShapeOf({ shape }: ImageBatch): LinearBasis['imageShape'] {
  return [shape[1], shape[2], shape[3]];
}

function assertComponents(caller: string, n: number, d: number, components: number): void {
  if (n < 2) throw new RangeError(`${caller}: there are ${n} images; there must be at least 2`);
  const most = Math.min(n, d);
  if (!Number.isInteger(components) || components < 1 || components > most)
    throw new RangeError(
      `${caller}: components is ${components}; it must be a whole number from 1 to ${most}, the smaller of the images and the values of one image`,
    );
}

function streamedSize(batch: ImageBatch): number {
  const d = imageSize(batch);
  if (d > mostColumns)
    throw new RangeError(
      `fitPcaToStream: an image has ${d} values; at most ${mostColumns} can be streamed (pass all images to fitPca, or smaller ones)`,
    );
  return d;
}

function assertLikeFirst(first: ImageBatch, batch: ImageBatch): void {
  const describe = ({ shape, range }: ImageBatch) =>
    `shape [${shape.slice(1).join(',')}] and range [${range.join(',')}]`;
  if (describe(first) !== describe(batch))
    throw new RangeError(
      `fitPcaToStream: a batch has images of ${describe(batch)} and the first of ${describe(first)}; all must be alike`,
    );
}
