import { assertComparable, imageSize, type ImageBatch } from '@aelab/images';

/**
 * How much the reconstructions differ among themselves, over how much the originals do: the ratio of their total
 * variances, `Σ_k var(y_k) / Σ_k var(x_k)` over the places k of an image. "They all look the same", as a number.
 *
 * A decoder that collapsed to one image gives 0, whatever its MSE; PCA gives exactly its explained variance on the
 * images that it was fitted on.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range
 * @returns one number; 1 for perfect reconstructions. NaN if the originals do not differ, as one image does not
 * @throws RangeError if shapes or ranges differ
 * @example
 * const original = imageBatch(new Float32Array([0, 1]), [2, 1, 1, 1]);
 * reconstructionDiversity(original, imageBatch(new Float32Array([0.25, 0.75]), [2, 1, 1, 1])); // 0.25
 */
export function reconstructionDiversity(original: ImageBatch, reconstruction: ImageBatch): number {
  assertComparable('reconstructionDiversity', original, reconstruction);
  return squaredDeviations(reconstruction) / squaredDeviations(original);
}

/** `Σ (x − mean image)²`, in two passes. */
function squaredDeviations(images: ImageBatch): number {
  const centre = new Float64Array(imageSize(images));
  for (let at = 0; at < images.data.length;)
    for (let k = 0; k < centre.length; k++, at++) centre[k] += images.data[at] / images.shape[0];
  let sum = 0;
  for (let at = 0; at < images.data.length;)
    for (let k = 0; k < centre.length; k++, at++) sum += (images.data[at] - centre[k]) ** 2;
  return sum;
}
