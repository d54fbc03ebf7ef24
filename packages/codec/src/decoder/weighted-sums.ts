import { product } from '../format/header.js';
import { weightsPerOutput } from './decoder-layer.js';
import type { Geometry, Size } from './decoder-layer.js';

/** Images that go through a step together, so that each weight is fetched once for all of them. */
export const IMAGES_AT_ONCE = 8;

/**
 * The sums `bias + Σ weight · input` of a dense or convolutional layer, in binary64: rounded for float weights, exact for
 * whole numbers whose sums stay below 2⁵³, in whatever order they are added.
 *
 * @param weights - `[outputs, kernel height, kernel width, channels]`
 * @param input - `[n, height, width, channels]`
 * @returns `[n, height, width, outputs]`
 */
export function weightedSums(
  geometry: Geometry,
  weights: Float32Array,
  bias: Float64Array,
  input: Float64Array,
): Float64Array {
  const [height, width, outputs] = geometry.output;
  const images = input.length / product(geometry.input);
  const sums = new Float64Array(images * height * width * outputs);
  for (let at = 0; at < sums.length; at += outputs) sums.set(bias, at);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) addPixel(geometry, weights, input, sums, y, x);
  return sums;
}

/** Adds to one output pixel of every image what each tap of the kernel meets. */
function addPixel(
  geometry: Geometry,
  weights: Float32Array,
  input: Float64Array,
  sums: Float64Array,
  y: number,
  x: number,
): void {
  const { kind, kernelSize, strides, overhang } = geometry;
  const [height, width, channels] = geometry.input;
  const source = kind === 'conv2dTranspose' ? sourceOfTransposed : sourceOfConvolved;
  const pixel = (y * geometry.output[1] + x) * geometry.output[2];
  for (let ky = 0; ky < kernelSize[0]; ky++) {
    const iy = source(y, ky, strides[0], overhang[0]);
    if (!(iy >= 0 && iy < height)) continue;
    for (let kx = 0; kx < kernelSize[1]; kx++) {
      const ix = source(x, kx, strides[1], overhang[1]);
      if (!(ix >= 0 && ix < width)) continue;
      addTap(
        geometry,
        weights,
        (ky * kernelSize[1] + kx) * channels,
        input,
        (iy * width + ix) * channels,
        sums,
        pixel,
      );
    }
  }
}

function addTap(
  geometry: Geometry,
  weights: Float32Array,
  tap: number,
  input: Float64Array,
  from: number,
  sums: Float64Array,
  pixel: number,
): void {
  const channels = geometry.input[2];
  const outputs = geometry.output[2];
  const perOutput = weightsPerOutput(geometry);
  const inputSize = product(geometry.input);
  const outputSize = product(geometry.output);
  for (let o = 0; o < outputs; o++)
    for (let image = 0; image * inputSize < input.length; image++)
      sums[image * outputSize + pixel + o] += dot(
        weights,
        o * perOutput + tap,
        input,
        image * inputSize + from,
        channels,
      );
}

/** Four sums at a time: one alone would wait for each addition. */
function dot(a: Float32Array, fromA: number, b: Float64Array, fromB: number, count: number): number {
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    s0 += a[fromA + i] * b[fromB + i];
    s1 += a[fromA + i + 1] * b[fromB + i + 1];
    s2 += a[fromA + i + 2] * b[fromB + i + 2];
    s3 += a[fromA + i + 3] * b[fromB + i + 3];
  }
  for (; i < count; i++) s0 += a[fromA + i] * b[fromB + i];
  return s0 + s1 + s2 + s3;
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

/** Repeats every pixel of `[n, height, width, channels]` `factors` times each way. */
export function upsampled(
  input: Float64Array,
  [, width, channels]: Size,
  [vertical, horizontal]: readonly [number, number],
): Float64Array {
  const output = new Float64Array(input.length * vertical * horizontal);
  const columns = width * horizontal;
  for (let at = 0; at < output.length; at += channels) {
    const [y, x] = [Math.floor(at / channels / columns), (at / channels) % columns];
    const from = (Math.floor(y / vertical) * width + Math.floor(x / horizontal)) * channels;
    output.set(input.subarray(from, from + channels), at);
  }
  return output;
}
