import { weightsPerOutput } from './decoder-layer.js';
import type { Geometry, Size } from './decoder-layer.js';

/**
 * The sums `bias + Σ weight · input` of a dense or convolutional layer, in binary64: rounded for float weights, exact for
 * whole numbers whose sums stay below 2⁵³, in whatever order they are added.
 *
 * @param weights - `[outputs, kernel height, kernel width, channels]`
 * @returns `[height, width, outputs]`
 */
export function weightedSums(
  geometry: Geometry,
  weights: Float64Array,
  bias: Float64Array,
  input: Float64Array,
): Float64Array {
  const [height, width, outputs] = geometry.output;
  const sums = new Float64Array(height * width * outputs);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const pixel = sums.subarray((y * width + x) * outputs, (y * width + x + 1) * outputs);
      pixel.set(bias);
      addPixel(geometry, weights, input, pixel, y, x);
    }
  return sums;
}

function addPixel(
  geometry: Geometry,
  weights: Float64Array,
  input: Float64Array,
  pixel: Float64Array,
  y: number,
  x: number,
): void {
  const {
    kind,
    input: [height, width, channels],
    kernelSize,
    strides,
    overhang,
  } = geometry;
  const source = kind === 'conv2dTranspose' ? sourceOfTransposed : sourceOfConvolved;
  const perOutput = weightsPerOutput(geometry);
  for (let ky = 0; ky < kernelSize[0]; ky++) {
    const iy = source(y, ky, strides[0], overhang[0]);
    if (!(iy >= 0 && iy < height)) continue;
    for (let kx = 0; kx < kernelSize[1]; kx++) {
      const ix = source(x, kx, strides[1], overhang[1]);
      if (!(ix >= 0 && ix < width)) continue;
      const tap = (ky * kernelSize[1] + kx) * channels;
      const from = (iy * width + ix) * channels;
      for (let o = 0; o < pixel.length; o++) {
        const row = o * perOutput + tap;
        let sum = 0;
        for (let c = 0; c < channels; c++) sum += weights[row + c] * input[from + c];
        pixel[o] += sum;
      }
    }
  }
}

/** The input row that kernel row `k` meets for an output row. */
function sourceOfConvolved(at: number, k: number, stride: number, overhang: number): number {
  return at * stride + k - overhang;
}

/** The same for a transposed convolution; NaN where the strides leave a gap. */
function sourceOfTransposed(at: number, k: number, stride: number, overhang: number): number {
  const shifted = at + overhang - k;
  return shifted % stride === 0 ? shifted / stride : NaN;
}

/** Repeats every pixel `factors` times each way. */
export function upsampled(
  input: Float64Array,
  [height, width, channels]: Size,
  [vertical, horizontal]: readonly [number, number],
): Float64Array {
  const output = new Float64Array(input.length * vertical * horizontal);
  const columns = width * horizontal;
  for (let y = 0; y < height * vertical; y++)
    for (let x = 0; x < columns; x++) {
      const from = (Math.floor(y / vertical) * width + Math.floor(x / horizontal)) * channels;
      output.set(input.subarray(from, from + channels), (y * columns + x) * channels);
    }
  return output;
}
