import type { ImageBatch } from '@aelab/images';
import { perImage, type PairMeasure } from './per-image.js';

/**
 * Mean absolute error of each reconstruction: `Σ |x − y| / (h·w·c)`, in units of the declared value range.
 *
 * On mostly black images the best constant for it is the median image, so an all-black output already looks good:
 * compare with {@link naiveFloors} before you praise a figure.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range; not clamped here
 * @returns n values; 0 is perfect, lower is better. Their mean is the MAE of the whole batch
 * @throws RangeError if the shapes or the ranges differ
 * @example
 * mae(imageBatch(new Float32Array(64), [1, 8, 8, 1]), imageBatch(new Float32Array(64).fill(0.1), [1, 8, 8, 1])); // [0.1]
 */
export function mae(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return perImage('mae', original, reconstruction, meanAbsolute);
}

const meanAbsolute: PairMeasure = (x, y, from, to) => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.abs(x[i] - y[i]);
  return sum / (to - from);
};
