import type { ImageBatch } from '@aelab/images';
import { perImage, type PairMeasure } from './per-image.js';

/**
 * Share of each original's ink that its reconstruction lacks: `Σ max(0, x − y) / Σ (x − lo)`. "Holes", as a number.
 *
 * With {@link addedInk} it splits the absolute error: their sum is `Σ |x − y|` over the ink.
 *
 * @param original - `[n, height, width, channels]`, bright strokes on black
 * @param reconstruction - same shape and range
 * @returns n values; 0 is perfect, 1 an all-black reconstruction, lower is better. A black original gives 0
 * @throws RangeError if shapes or ranges differ
 * @example
 * const original = imageBatch(new Float32Array([1, 1, 0, 0]), [1, 2, 2, 1]);
 * missingInk(original, imageBatch(new Float32Array([1, 0.5, 0.5, 0]), [1, 2, 2, 1])); // [0.25]
 */
export function missingInk(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return perImage('missingInk', original, reconstruction, inkShare(original.range[0], 1));
}

/**
 * Ink of each reconstruction that its original does not have, over the original's ink: `Σ max(0, y − x) / Σ (x − lo)`.
 * "Black where it should not be", as a number (on inverted paper).
 *
 * @param original - `[n, height, width, channels]`, bright strokes on black
 * @param reconstruction - same shape and range
 * @returns n values; 0 is perfect, lower is better, no upper bound. Ink on a black original gives `Infinity`
 * @throws RangeError if shapes or ranges differ
 * @example
 * const original = imageBatch(new Float32Array([1, 1, 0, 0]), [1, 2, 2, 1]);
 * addedInk(original, imageBatch(new Float32Array([1, 0.5, 0.5, 0]), [1, 2, 2, 1])); // [0.25]
 */
export function addedInk(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return perImage('addedInk', original, reconstruction, inkShare(original.range[0], -1));
}

/** Sum of the differences `x − y` of this sign, over the ink of x. */
const inkShare =
  (lo: number, sign: 1 | -1): PairMeasure =>
  (x, y, from, to) => {
    let changed = 0;
    let ink = 0;
    for (let i = from; i < to; i++) {
      changed += Math.max(0, sign * (x[i] - y[i]));
      ink += x[i] - lo;
    }
    return changed === 0 ? 0 : changed / ink;
  };
