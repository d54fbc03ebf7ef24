import { product } from '../format/header.js';
import { interpolated } from './activation.js';
import type { Geometry, Size } from './decoder-layer.js';
import type { Upsampling } from './float-decoder.js';
import { IMAGES_AT_ONCE, upsampled, weightedSums } from './weighted-sums.js';

/** Values between the steps are whole numbers in ±GREATEST_VALUE. */
export const GREATEST_VALUE = 32767;

/** Sums times multipliers stay below this, so that binary64 holds them, and their halves, exactly. */
export const GREATEST_PRODUCT = 2 ** 52;
export const GREATEST_BIAS = 2 ** 31 - 1;
export const MOST_SHIFT = 53;

/** No sum of an output with these weights, whatever its inputs, is greater. */
export function greatestSum(weights: Float32Array, bias: number): number {
  return weights.reduce((sum, weight) => sum + Math.abs(weight) * GREATEST_VALUE, Math.abs(bias));
}

/** A weight layer in whole numbers. */
export interface IntegerSums {
  readonly geometry: Geometry;
  /** Bytes of each weight in the file. */
  readonly weightBytes: 1 | 2;
  /** Whole numbers, which float32 holds exactly: `[outputs, kernel height, kernel width, channels]`. */
  readonly weights: Float32Array;
  /** Whole numbers, in units of the sums. */
  readonly bias: Float64Array;
  /** Of each output: the value is its sum times `multipliers / 2^shifts`, rounded. */
  readonly multipliers: Uint8Array;
  readonly shifts: Uint8Array;
  /** `relu` cuts off below 0; a table is a line of knots. */
  readonly activation: 'linear' | 'relu' | Int16Array;
}

export type IntegerStep = IntegerSums | Upsampling;

/**
 * A decoder in fixed-point arithmetic: the same pixels on every machine.
 *
 * @see docs/integer-decoder.md
 */
export interface IntegerDecoder {
  readonly latentSize: number;
  readonly imageShape: Size;
  /** A latent is taken as the whole number nearest to `latent · 2^latentBits`. */
  readonly latentBits: number;
  readonly steps: readonly IntegerStep[];
  /** A pixel is `(value · multiplier + offset) / 2^shift`, rounded, limited to 0 … 255. */
  readonly pixel: { readonly multiplier: number; readonly offset: number; readonly shift: number };
}

/**
 * The 8-bit images of some latents.
 *
 * @param latents - n · latentSize finite values, as {@link readLatents} gives them
 * @returns n · height · width · channels pixels, 0 to 255, channels last; identical on every machine and backend
 * @throws RangeError if latentSize does not divide the latents, or one is not finite
 */
export function decodeInteger(decoder: IntegerDecoder, latents: Float32Array): Uint8Array {
  const { latentSize, imageShape } = decoder;
  if (latents.length % latentSize !== 0)
    throw new RangeError(
      `decodeInteger: ${latents.length} latents for a decoder of ${latentSize}; it must divide them`,
    );
  const bad = latents.findIndex((latent) => !Number.isFinite(latent));
  if (bad >= 0)
    throw new RangeError(`decodeInteger: latent ${bad} is ${latents[bad]}; latents must be finite`);
  const pixels = new Uint8Array((latents.length / latentSize) * product(imageShape));
  const block = IMAGES_AT_ONCE * latentSize;
  for (let start = 0; start < latents.length; start += block)
    pixels.set(
      decodeBlock(decoder, latents.subarray(start, start + block)),
      (start / latentSize) * product(imageShape),
    );
  return pixels;
}

function decodeBlock({ latentBits, steps, pixel }: IntegerDecoder, latents: Float32Array): Uint8Array {
  const scale = 2 ** latentBits;
  let values: Float64Array = Float64Array.from(latents, (z) => limited(Math.floor(z * scale + 0.5)));
  for (const step of steps)
    values =
      'factors' in step
        ? upsampled(values, step.input, step.factors)
        : activated(weightedSums(step.geometry, step.weights, step.bias, values), step);
  const { multiplier, offset, shift } = pixel;
  return Uint8Array.from(values, (value) =>
    Math.max(0, Math.min(255, roundedShift(value * multiplier + offset, shift))),
  );
}

/** Scales the sums back to 16 bits and applies the activation, in place. */
function activated(sums: Float64Array, { multipliers, shifts, activation }: IntegerSums): Float64Array {
  for (let i = 0; i < sums.length; i++) {
    const output = i % multipliers.length;
    const value = limited(roundedShift(sums[i] * multipliers[output], shifts[output]));
    if (activation === 'linear') sums[i] = value;
    else if (activation === 'relu') sums[i] = Math.max(0, value);
    else sums[i] = interpolated(activation, value);
  }
  return sums;
}

/** `number / 2^shift` to the nearest whole number, halves up; exact for |number| < 2⁵² and shifts to 53. */
function roundedShift(number: number, shift: number): number {
  return Math.floor(number / 2 ** shift + 0.5);
}

function limited(value: number): number {
  return Math.max(-GREATEST_VALUE, Math.min(GREATEST_VALUE, value));
}
