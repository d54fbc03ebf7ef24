import type { ImageBatch } from '@aelab/images';
import type { InputScaling } from './layer-stack.js';

/**
 * The scaling that gives each channel of these images mean 0 and variance 1 (divided by the number of values).
 *
 * Fit it on the training images alone. A constant channel is only shifted.
 *
 * @returns mean and standard deviation of each channel, of pixels in [0, 1]
 * @example
 * standardising(imageBatch(Uint8Array.of(0, 255), [2, 1, 1, 1])); // { mean: [0.5], deviation: [0.5] }
 */
export function standardising({ data, shape, range: [lo, hi] }: ImageBatch): InputScaling {
  const channels = shape[3];
  const n = data.length / channels;
  const unit = (value: number) => (value - lo) / (hi - lo);
  const mean = new Array<number>(channels).fill(0);
  const variance = new Array<number>(channels).fill(0);
  for (let i = 0; i < data.length; i++) mean[i % channels] += unit(data[i]) / n;
  for (let i = 0; i < data.length; i++)
    variance[i % channels] += (unit(data[i]) - mean[i % channels]) ** 2 / n;
  return { mean, deviation: variance.map((value) => Math.sqrt(value) || 1) };
}
