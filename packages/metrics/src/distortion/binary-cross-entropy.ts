import type { ImageBatch } from '@aelab/images';
import { perImage, rangeWidth, type PairMeasure } from './per-image.js';

/**
 * Binary cross-entropy of each reconstruction, in nats per value: `−Σ (x·ln y + (1 − x)·ln(1 − y)) / (h·w·c)`, values
 * scaled to [0, 1].
 *
 * Its least value is not 0: a perfect copy of grey values x still costs their entropy. Compare models with it, not
 * images. As in PyTorch, a logarithm below −100 counts as −100, so that a sure and wrong pixel is not infinite.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range, every value within the range
 * @returns n values; lower is better
 * @throws RangeError if shapes or ranges differ, or a reconstruction lies outside its range
 * @example
 * const black = imageBatch(new Float32Array(4), [1, 2, 2, 1]);
 * binaryCrossEntropy(black, imageBatch(new Float32Array(4).fill(0.5), [1, 2, 2, 1])); // [0.693147]
 */
export function binaryCrossEntropy(original: ImageBatch, reconstruction: ImageBatch): Float64Array {
  return perImage('binaryCrossEntropy', original, reconstruction, meanCrossEntropy(original));
}

const meanCrossEntropy = (images: ImageBatch): PairMeasure => {
  const { range } = images;
  const width = rangeWidth(images);
  return (x, y, from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) {
      const p = (x[i] - range[0]) / width;
      const q = (y[i] - range[0]) / width;
      if (!(q >= 0 && q <= 1))
        throw new RangeError(
          `binaryCrossEntropy: reconstruction value ${i} is ${y[i]}; all must lie in the range [${range.join(',')}] (a sigmoid output does)`,
        );
      sum -= p * boundedLog(q) + (1 - p) * boundedLog(1 - q);
    }
    return sum / (to - from);
  };
};

function boundedLog(value: number): number {
  return Math.max(Math.log(value), -100);
}
