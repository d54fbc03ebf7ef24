import { assertComparable, imageSize, type ImageBatch } from '@aelab/images';
import { rangeWidth } from './per-image.js';

/**
 * Absolute error of every pixel, the mean over its channels: pictures of where each reconstruction fails.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range
 * @returns `[n, height, width, 1]` in the range [0, width of the declared range]
 * @throws RangeError if shapes or ranges differ
 * @example
 * const original = imageBatch(new Uint8Array([0, 100, 200]), [1, 1, 3, 1]);
 * errorMaps(original, imageBatch(new Uint8Array([0, 90, 255]), [1, 1, 3, 1])).data; // [0, 10, 55]
 */
export function errorMaps(original: ImageBatch, reconstruction: ImageBatch): ImageBatch {
  assertComparable('errorMaps', original, reconstruction);
  const [n, height, width, channels] = original.shape;
  const data = new Float32Array(n * height * width);
  for (let pixel = 0, at = 0; pixel < data.length; pixel++) {
    let sum = 0;
    for (let c = 0; c < channels; c++, at++) sum += Math.abs(original.data[at] - reconstruction.data[at]);
    data[pixel] = sum / channels;
  }
  return { data, shape: [n, height, width, 1], range: [0, rangeWidth(original)] };
}

/**
 * Mean squared error of each place over all images: where a model fails on the whole set.
 *
 * @param original - `[n, height, width, channels]`, 1 image or more
 * @param reconstruction - same shape and range
 * @returns height·width·channels values; their mean is the MSE of the batch
 * @throws RangeError if shapes or ranges differ, or there is no image
 * @example
 * const original = imageBatch(new Float32Array([0, 1, 0, 1]), [2, 1, 2, 1]);
 * mseByPlace(original, imageBatch(new Float32Array([0, 0.5, 0, 0.5]), [2, 1, 2, 1])); // [0, 0.25]
 */
export function mseByPlace(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  assertComparable('mseByPlace', original, reconstruction);
  if (original.shape[0] === 0) throw new RangeError('mseByPlace: there are 0 images; it needs at least 1');
  const sums = new Float64Array(imageSize(original));
  for (let at = 0; at < original.data.length;)
    for (let k = 0; k < sums.length; k++, at++) sums[k] += (original.data[at] - reconstruction.data[at]) ** 2;
  return sums.map((sum) => sum / original.shape[0]);
}
