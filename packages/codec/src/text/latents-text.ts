import { AelFormatError } from '../format/ael-format-error.js';
import { shortestDecimal } from './shortest-decimal.js';

/**
 * Latents as text that any tool reads: one line for each image, values apart by a space.
 *
 * Without `digits` each value is the shortest decimal that reads back to the same float32, so text is as exact as the
 * binary file and some three times as long; with `digits` each has that many after the point, as a paper would print
 * them, which keeps small values only in part.
 *
 * @param latents - n · latentSize finite values, image by image
 * @param digits - 0 to 100
 * @throws RangeError if latentSize does not divide the latents, or a value is not finite
 * @example
 * latentsToText(Float32Array.of(0.1, -2, 3, 0.25), 2); // '0.1 -2\n3 0.25\n'
 */
export function latentsToText(latents: Float32Array, latentSize: number, digits?: number): string {
  if (!(latentSize >= 1) || latents.length % latentSize !== 0)
    throw new RangeError(
      `latentsToText: ${latents.length} latents and latentSize ${latentSize}; it must divide them`,
    );
  const missing = latents.findIndex((value) => !Number.isFinite(value));
  if (missing >= 0)
    throw new RangeError(`latentsToText: latent ${missing} is ${latents[missing]}; text holds finite values`);
  const format = (value: number) => (digits === undefined ? shortestDecimal(value) : value.toFixed(digits));
  let text = '';
  for (let i = 0; i < latents.length; i += latentSize)
    text += `${Array.from(latents.subarray(i, i + latentSize), format).join(' ')}\n`;
  return text;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * The latents of a text that {@link latentsToText} wrote: each value rounded to float32.
 *
 * @returns the values, image by image, and how many each image has
 * @throws AelFormatError if lines differ in length, or a value is no decimal or overflows
 * @example
 * textToLatents('0.1 -2\n3 0.25\n').latentSize; // 2
 */
export function textToLatents(text: string): { latents: Float32Array; latentSize: number } {
  const rows = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const values = rows.map((row) => row.trim().split(/\s+/));
  const latentSize = values.at(0)?.length ?? 0;
  const uneven = values.findIndex((row) => row.length !== latentSize);
  if (uneven >= 0)
    throw new AelFormatError(
      `textToLatents: line ${uneven + 1} has ${values[uneven].length} values and the first ${latentSize}; all must have as many`,
    );
  return { latents: Float32Array.from(values.flat(), parseDecimal), latentSize };
}

function parseDecimal(text: string): number {
  const value = DECIMAL.test(text) ? Math.fround(Number(text)) : NaN;
  if (!Number.isFinite(value))
    throw new AelFormatError(`textToLatents: a value is ${text}; it must be a decimal that float32 holds`);
  return value;
}
