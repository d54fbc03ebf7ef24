import type { ImageBatch } from '@aelab/images';
import { combinations, innerProducts } from './row-products.js';

/**
 * A linear code of images: `latent = components · (image − mean)`, `image ≈ mean + componentsᵀ · latent`, all in the
 * unit range. {@link fitPca} gives one that is best about the mean, {@link fitSvd} one that has no mean.
 */
export interface LinearBasis {
  /** Per pixel value, in [0, 1]; zeros if the basis is not centred. */
  readonly mean: Float64Array;
  /** `[k, height · width · channels]`, row-major, rows orthonormal, the most important first. */
  readonly components: Float64Array;
  /** `[height, width, channels]` */
  readonly imageShape: readonly [height: number, width: number, channels: number];
}

/** k, the number of components, which is the number of latent values per image. */
export function componentCount({ components, mean }: LinearBasis): number {
  return components.length / mean.length;
}

/**
 * The latent values of each image: its coordinates in the basis, in the unit range whatever range the images have.
 *
 * @param basis - a PCA or an SVD
 * @param images - `[n, height, width, channels]` of the basis's image shape
 * @returns n·k values, row-major `[n, k]`
 * @throws RangeError if the images have another shape than the basis
 * @example
 * const images = imageBatch(new Float32Array([0, 0, 0.5, 0.5, 1, 1]), [3, 1, 2, 1]);
 * pcaEncode(fitPca(images, { components: 1 }), images); // [-0.70710678, 0, 0.70710678]
 */
export function pcaEncode(basis: LinearBasis, images: ImageBatch): Float64Array {
  assertImageShape('pcaEncode', basis, images);
  const k = componentCount(basis);
  const latents = new Float64Array(images.shape[0] * k);
  forEachCentredBlock(basis, images, (rows, start) => {
    latents.set(innerProducts(rows, basis.components, basis.mean.length), start * k);
  });
  return latents;
}

/**
 * The images of latent values: `mean + componentsᵀ · latent`, not clipped to the range, so pixels may lie a little
 * outside [0, 1]; clip them before an 8-bit comparison, and report that figure apart.
 *
 * @param basis - the basis that encoded them
 * @param latents - row-major `[n, k]`; fewer columns than the basis has components decode with the first ones
 * @param k - latent values per image, by default all
 * @returns Float32 images in [0, 1]
 * @throws RangeError if the latents are not whole rows of k values, or k is not 1 to the number of components
 * @example
 * const images = imageBatch(new Float32Array([0.25, 0.25, 0.5, 0.5, 0.75, 0.75]), [3, 1, 2, 1]);
 * const pca = fitPca(images, { components: 1 });
 * pcaDecode(pca, pcaEncode(pca, images)).data; // [0.25, 0.25, 0.5, 0.5, 0.75, 0.75]
 */
export function pcaDecode(
  basis: LinearBasis,
  latents: Float32Array | Float64Array,
  k = componentCount(basis),
): ImageBatch & { readonly data: Float32Array } {
  assertLatents(basis, latents, k);
  const { mean, components, imageShape } = basis;
  const d = mean.length;
  const n = latents.length / k;
  const data = new Float32Array(n * d);
  for (let start = 0; start < n; start += blockRows) {
    const block = new Float64Array(latents.subarray(start * k, (start + blockRows) * k));
    const images = combinations(block, components.subarray(0, k * d), d);
    for (let e = 0; e < images.length; e++) data[start * d + e] = images[e] + mean[e % d];
  }
  return { data, shape: [n, ...imageShape], range: [0, 1] };
}

/**
 * Mean squared error of the images' reconstructions with 0, 1, …, k components, all in one pass: the mean over images
 * and pixel values of `‖x − mean‖² − Σ latent²`, in the unit range.
 *
 * Give test images: on the images it was fitted to, the error is too small, and 0 at the end.
 *
 * @param basis - a PCA or an SVD
 * @param images - `[n, height, width, channels]` of the basis's image shape
 * @returns k + 1 values, the first without any component (the error of the mean image); lower is better
 * @throws RangeError if the images have another shape than the basis
 * @example
 * const images = imageBatch(new Float32Array([0, 0, 1, 0, 0, 0.5, 1, 0.5]), [4, 1, 2, 1]);
 * pcaErrorCurve(fitPca(images, { components: 1 }), images); // [0.15625, 0.03125]
 */
export function pcaErrorCurve(basis: LinearBasis, images: ImageBatch): Float64Array {
  assertImageShape('pcaErrorCurve', basis, images);
  const energy = energies(basis, images);
  let left = 0;
  return energy.map((part) => Math.max(0, (left += part)) / images.data.length);
}

/** Sum over the images of `‖x − mean‖²`, and then of `−latent²`, component by component. */
function energies(basis: LinearBasis, images: ImageBatch): Float64Array {
  const k = componentCount(basis);
  const sums = new Float64Array(k + 1);
  forEachCentredBlock(basis, images, (rows) => {
    for (const value of rows) sums[0] += value * value;
    subtractSquares(sums.subarray(1), innerProducts(rows, basis.components, basis.mean.length));
  });
  return sums;
}

/** Of rows of values, as many in a row as there are sums. */
function subtractSquares(sums: Float64Array, rows: Float64Array): void {
  for (let e = 0; e < rows.length; e++) sums[e % sums.length] -= rows[e] * rows[e];
}

const blockRows = 64;

/** Visits `x − mean` in the unit range, `[rows, d]`, some images at a time. */
export function forEachCentredBlock(
  basis: LinearBasis,
  images: ImageBatch,
  visit: (rows: Float64Array, start: number) => void,
): void {
  for (let start = 0; start < images.shape[0]; start += blockRows)
    visit(centredRows(basis, images, start), start);
}

function centredRows(
  { mean }: LinearBasis,
  { data, range: [lo, hi] }: ImageBatch,
  start: number,
): Float64Array {
  const d = mean.length;
  const rows = new Float64Array(data.subarray(start * d, (start + blockRows) * d));
  for (let e = 0; e < rows.length; e++) rows[e] = (rows[e] - lo) / (hi - lo) - mean[e % d];
  return rows;
}

export function assertImageShape(
  caller: string,
  basis: Pick<LinearBasis, 'imageShape'>,
  images: ImageBatch,
): void {
  const [, ...shape] = images.shape;
  if (shape.join() !== basis.imageShape.join())
    throw new RangeError(
      `${caller}: images have shape [${shape.join(',')}] and the basis was fitted to [${basis.imageShape.join(',')}]; both must have the same height, width and channels`,
    );
}

function assertLatents(basis: LinearBasis, latents: ArrayLike<number>, k: number): void {
  const most = componentCount(basis);
  if (!Number.isInteger(k) || k < 1 || k > most)
    throw new RangeError(`pcaDecode: k is ${k}; it must be a whole number from 1 to ${most}`);
  if (latents.length % k !== 0)
    throw new RangeError(
      `pcaDecode: there are ${latents.length} latent values; they must be whole rows of ${k} values`,
    );
}
