import { imageSize } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';

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
  const d = basis.mean.length;
  const latents = new Float64Array(images.shape[0] * k);
  forEachCentredImage(basis, images, (image, i) => {
    for (let r = 0; r < k; r++) latents[i * k + r] = dot(basis.components, r * d, image);
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
  for (let i = 0; i < n; i++) {
    const image = mean.slice();
    for (let r = 0; r < k; r++) addScaled(image, components, r * d, latents[i * k + r]);
    data.set(image, i * d);
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
  const k = componentCount(basis);
  const d = basis.mean.length;
  const energy = new Float64Array(k + 1);
  forEachCentredImage(basis, images, (image) => {
    energy[0] += dot(image, 0, image);
    for (let r = 0; r < k; r++) energy[r + 1] -= dot(basis.components, r * d, image) ** 2;
  });
  const values = images.shape[0] * d;
  let left = 0;
  return energy.map((share) => Math.max(0, (left += share)) / values);
}

function forEachCentredImage(
  { mean }: LinearBasis,
  { data, shape, range }: ImageBatch,
  visit: (image: Float64Array, index: number) => void,
): void {
  const [lo, hi] = range;
  const d = mean.length;
  const image = new Float64Array(d);
  for (let i = 0; i < shape[0]; i++) {
    for (let j = 0; j < d; j++) image[j] = (data[i * d + j] - lo) / (hi - lo) - mean[j];
    visit(image, i);
  }
}

function dot(rows: Float64Array, start: number, vector: Float64Array): number {
  const d = vector.length;
  let s0 = 0, s1 = 0, s2 = 0, s3 = 0; // prettier-ignore
  let j = 0;
  for (; j + 3 < d; j += 4) {
    s0 += rows[start + j] * vector[j];
    s1 += rows[start + j + 1] * vector[j + 1];
    s2 += rows[start + j + 2] * vector[j + 2];
    s3 += rows[start + j + 3] * vector[j + 3];
  }
  for (; j < d; j++) s0 += rows[start + j] * vector[j];
  return s0 + s1 + s2 + s3;
}

function addScaled(target: Float64Array, rows: Float64Array, start: number, scale: number): void {
  for (let j = 0; j < target.length; j++) target[j] += scale * rows[start + j];
}

function assertImageShape(caller: string, basis: LinearBasis, images: ImageBatch): void {
  const [, ...shape] = images.shape;
  if (shape.join() !== basis.imageShape.join() || imageSize(images) !== basis.mean.length)
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
