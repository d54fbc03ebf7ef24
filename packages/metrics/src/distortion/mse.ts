import type { ImageBatch } from '@aelab/images';
import { perImage, type PairMeasure } from './per-image.js';

/**
 * Mean squared error of each reconstruction: `Σ (x − y)² / (h·w·c)`, in squared units of the declared value range.
 *
 * The unit is the trap: the same images give a figure 65,025 times larger in [0, 255] than in [0, 1]
 * (`toUnitRange` of `@aelab/images` brings both sides to [0, 1]).
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range; not clamped here
 * @returns n values; 0 is perfect, lower is better. Their mean is the MSE of the whole batch
 * @throws RangeError if the shapes or the ranges differ
 * @example
 * mse(imageBatch(new Float32Array(64), [1, 8, 8, 1]), imageBatch(new Float32Array(64).fill(0.1), [1, 8, 8, 1])); // [0.01]
 */
export function mse(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return perImage('mse', original, reconstruction, meanSquare);
}

/** Two sums, because each addition to a single one would wait for the last. */
export const meanSquare: PairMeasure = (x, y, from, to) => {
  let even = 0;
  let odd = 0;
  let i = from;
  for (; i < to - 1; i += 2) {
    const first = x[i] - y[i];
    const second = x[i + 1] - y[i + 1];
    even += first * first;
    odd += second * second;
  }
  if (i < to) even += (x[i] - y[i]) ** 2;
  return (even + odd) / (to - from);
};
