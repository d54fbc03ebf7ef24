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

const meanSquare: PairMeasure = (x, y, from, to) => {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const error = x[i] - y[i];
    sum += error * error;
  }
  return sum / (to - from);
};
