import { product } from '../format/header.js';
import { activate, activationTable, reachOf } from './activation.js';
import type { Activation } from './activation.js';
import type { DecoderLayer, Size } from './decoder-layer.js';
import { floatOutputs, floatSteps } from './float-decoder.js';
import type { FloatSums, StepOutput } from './float-decoder.js';
import {
  GREATEST_BIAS,
  GREATEST_PRODUCT,
  GREATEST_VALUE,
  MOST_SHIFT,
  greatestSum,
} from './integer-decoder.js';
import type { IntegerDecoder, IntegerStep, IntegerSums } from './integer-decoder.js';

/** Values twice as great as any in the calibration still fit. */
const HEADROOM = 2;

export interface IntegerExport {
  readonly layers: readonly DecoderLayer[];
  readonly latentShape: readonly number[];
  readonly imageShape: Size;
  /** The value range of the decoder's images: `[0, 1]` behind a sigmoid. */
  readonly range: readonly [lo: number, hi: number];
  /** Latents of training images, quantised or not; they say how great the values between the layers become. */
  readonly calibration: Float32Array;
  /** 8: a decoder of a quarter of the float32 bytes; 16: half, and pixels within a grey level. */
  readonly weightBits: 8 | 16;
}

/**
 * A float decoder in fixed-point arithmetic of 16-bit values.
 *
 * Each value between the layers has a power of two as its unit, so fine that twice the greatest value in the calibration
 * fits; each output's weights have their own unit, so that the greatest weight takes all of its bits.
 *
 * @throws RangeError if layers, shapes and calibration do not fit together
 * @example
 * const layer = { kind: 'dense', weights: Float32Array.of(1, -2), bias: Float32Array.of(0, 0.5), activation: 'sigmoid' } as const;
 * const decoder = exportIntegerDecoder({
 *   layers: [layer],
 *   latentShape: [1],
 *   imageShape: [1, 2, 1],
 *   range: [0, 1],
 *   calibration: Float32Array.of(-2, 2),
 *   weightBits: 16,
 * });
 * decodeInteger(decoder, Float32Array.of(1)); // [186, 47]
 */
export function exportIntegerDecoder(options: IntegerExport): IntegerDecoder {
  const { layers, latentShape, imageShape, range, calibration, weightBits } = options;
  const steps = floatSteps(layers, latentShape);
  const latentSize = product(latentShape);
  const outputs = floatOutputs(steps, calibration, latentSize);
  const images = calibration.length / latentSize;
  const values = outputs.reduce((sum, block) => sum + (block.at(-1)?.values.length ?? 0), 0);
  if (!(images >= 1 && values === images * product(imageShape)))
    throw new RangeError(
      `exportIntegerDecoder: the layers make ${values} values of ${calibration.length} calibration latents, and imageShape is [${imageShape.join(',')}]; calibrate with whole latents of layers that make such images`,
    );
  const latentBits = bitsFor(HEADROOM * greatest([calibration]));
  let bits = latentBits;
  const integerSteps = steps.map((step, i): IntegerStep => {
    if ('factors' in step) return step;
    const exported = exportSums(
      step,
      bits,
      outputs.map((block) => block[i]),
      weightBits,
    );
    bits = exported.bits;
    return exported.step;
  });
  return { latentSize, imageShape, latentBits, steps: integerSteps, pixel: pixelScale(range, bits) };
}

function greatest(arrays: readonly (Float32Array | Float64Array)[]): number {
  let most = 0;
  for (const array of arrays) for (const value of array) most = Math.max(most, Math.abs(value));
  return most;
}

/** The most fraction bits, 15 at most, with which a value still fits. */
function bitsFor(value: number): number {
  if (!Number.isFinite(value))
    throw new RangeError(`exportIntegerDecoder: a calibration value is ${value}; all must be finite`);
  let bits = 15;
  while (value * 2 ** bits > GREATEST_VALUE + 1) bits--;
  return bits;
}

/** A weight layer in whole numbers, whose inputs have `inputBits` fraction bits, and the fraction bits of its outputs. */
function exportSums(
  { geometry, weights, bias, activation }: FloatSums,
  inputBits: number,
  outputs: readonly StepOutput[],
  weightBits: 8 | 16,
): { step: IntegerSums; bits: number } {
  const seen = HEADROOM * greatest(outputs.map(({ sums }) => sums ?? new Float64Array()));
  const before = bitsFor(Math.min(seen, reachOf(activation)));
  const perOutput = weights.length / bias.length;
  const rows = Array.from(bias, (b, o) =>
    exportRow(weights.subarray(o * perOutput, (o + 1) * perOutput), b, inputBits, before, weightBits),
  );
  const exact = activation === 'linear' || activation === 'relu';
  const after = exact ? before : outputBits(activation, before, outputs);
  const step: IntegerSums = {
    geometry,
    weightBytes: weightBits === 8 ? 1 : 2,
    weights: concatenated(rows.map((row) => row.weights)),
    bias: Float64Array.from(rows, (row) => row.bias),
    multipliers: Uint8Array.from(rows, (row) => row.multiplier),
    shifts: Uint8Array.from(rows, (row) => row.shift),
    activation: exact ? activation : activationTable(activation, before, after),
  };
  return { step, bits: after };
}

function concatenated(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((length, row) => length + row.length, 0));
  rows.forEach((row, o) => all.set(row, o * row.length));
  return all;
}

function outputBits(activation: Activation, before: number, outputs: readonly StepOutput[]): number {
  const seen = HEADROOM * greatest(outputs.map(({ values }) => values));
  const ends = [-1, 1].map((end) => Math.abs(activate(activation, (end * GREATEST_VALUE) / 2 ** before)));
  return bitsFor(Math.min(seen, Math.max(...ends)));
}

interface Row {
  readonly weights: Float32Array;
  readonly bias: number;
  readonly multiplier: number;
  readonly shift: number;
}

/** One output's weights and bias in the finest unit that multiplier and shift can undo and binary64 can sum exactly. */
function exportRow(
  weights: Float32Array,
  bias: number,
  inputBits: number,
  before: number,
  weightBits: 8 | 16,
): Row {
  const greatestWeight = 2 ** (weightBits - 1) - 1;
  let unit = Math.max(
    greatest([weights]) / greatestWeight,
    (Math.abs(bias) * 2 ** inputBits) / GREATEST_BIAS,
  );
  if (unit === 0) return { weights, bias, multiplier: 1, shift: 0 };
  for (; ; unit *= 2) {
    const { multiplier, shift } = multiplierAbove(unit * 2 ** (before - inputBits));
    const exact = multiplier * 2 ** (inputBits - before - shift);
    const row = {
      weights: weights.map((weight) => nearest(weight / exact)),
      bias: nearest((bias * 2 ** inputBits) / exact),
      multiplier,
      shift,
    };
    if (greatestSum(row.weights, row.bias) * multiplier < GREATEST_PRODUCT) return row;
  }
}

/** The nearest whole number, halves up; never −0, which a file could not tell from 0. */
function nearest(value: number): number {
  return Math.floor(value + 0.5);
}

/** The least `multiplier / 2^shift` not below a ratio, the multiplier in 64 … 127. */
function multiplierAbove(ratio: number): { multiplier: number; shift: number } {
  let shift = 0;
  while (shift < MOST_SHIFT && Math.ceil(ratio * 2 ** (shift + 1)) <= 127) shift++;
  const multiplier = Math.ceil(ratio * 2 ** shift);
  if (multiplier > 127)
    throw new RangeError(
      `exportIntegerDecoder: a layer's sums are ${ratio} times finer than its values; its weights cancel each other out`,
    );
  return { multiplier, shift };
}

function pixelScale([lo, hi]: readonly [number, number], bits: number): IntegerDecoder['pixel'] {
  const greyLevels = 255 / (hi - lo);
  if (!(greyLevels > 0 && greyLevels < Infinity))
    throw new RangeError(`exportIntegerDecoder: range is [${lo},${hi}]; the lower comes first, both finite`);
  const ratio = greyLevels * 2 ** -bits;
  let shift = 0;
  while (shift < MOST_SHIFT && ratio * 2 ** (shift + 1) < 2 ** 24) shift++;
  return {
    multiplier: nearest(ratio * 2 ** shift),
    offset: nearest(-lo * greyLevels * 2 ** shift),
    shift,
  };
}
