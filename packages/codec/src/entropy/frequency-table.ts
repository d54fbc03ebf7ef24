import { PRECISION, TOTAL } from './rans.js';
import type { SymbolFrequencies } from './rans.js';

/**
 * How often each level of a latent is expected.
 *
 * Symbol `s` stands for the `2^lowBits` levels from `lowest + s · 2^lowBits`; which one of them follows in plain bits.
 * The last symbol is the escape: a level outside all others, which follows as a number.
 */
export interface FrequencyTable extends SymbolFrequencies {
  readonly lowest: number;
  readonly lowBits: number;
  /** Of each symbol, the escape last: `−4 · log2` of its weight over the greatest, rounded; 0 to 63. */
  readonly exponents: Uint8Array;
}

/** Symbols of one table beside the escape, at most. */
export const MOST_SYMBOLS = 255;

/** Tails with less than this share of the latents, on either side, are left to the escape. */
const TAIL = 2 ** -14;

/** 2¹⁶ · 2^(−j/4), rounded. */
const QUARTER_BITS = [65536, 55109, 46341, 38968];
/** 2^(−(2j + 1)/8): where rounding turns from the quarter bit j to the next. */
const MIDPOINTS = [0.9170040432046712, 0.7711054127039704, 0.6484197773255048, 0.5452538663326288];

/** Exponents from here on weigh nothing at 12 bits. */
const NOTHING = 4 * PRECISION;

/**
 * The table that the exponents describe: every symbol gets 1 of the 4,096, the rest goes by weight, and what rounding
 * down leaves over to the first of the heaviest. Whole numbers throughout, so the same on every machine.
 */
export function frequencyTable(lowest: number, lowBits: number, exponents: Uint8Array): FrequencyTable {
  const weights = Array.from(exponents, (exponent) => QUARTER_BITS[exponent & 3] >> (exponent >> 2));
  const totalWeight = weights.reduce((sum, weight) => sum + weight);
  const shared = TOTAL - exponents.length;
  const frequencies = Uint16Array.from(weights, (w) => 1 + Math.floor((w * shared) / totalWeight));
  const heaviest = weights.indexOf(Math.max(...weights));
  frequencies[heaviest] += TOTAL - frequencies.reduce((sum, f) => sum + f);
  const starts = new Uint16Array(exponents.length);
  for (let s = 1; s < starts.length; s++) starts[s] = starts[s - 1] + frequencies[s - 1];
  return { lowest, lowBits, exponents, frequencies, starts };
}

/**
 * The table nearest to the given weights, in quarters of a bit: that costs some 0.05 % of the code length.
 *
 * @param weights - of each symbol, the escape last; not negative, one at least positive
 */
export function tableOfWeights(lowest: number, lowBits: number, weights: readonly number[]): FrequencyTable {
  const total = weights.reduce((sum, weight) => sum + weight);
  const surplus = weights.map((weight) => (weight / total) * TOTAL - 1);
  const most = Math.max(...surplus);
  return frequencyTable(
    lowest,
    lowBits,
    Uint8Array.from(surplus, (s) => exponentOf(s / most)),
  );
}

/** `−4 · log2(ratio)`, rounded; by comparison, since `Math.log2` may differ in the last bit between engines. */
function exponentOf(ratio: number): number {
  let exponent = 0;
  while (exponent < NOTHING && ratio < MIDPOINTS[exponent & 3] / (1 << (exponent >> 2))) exponent++;
  return exponent;
}

/**
 * Frequency tables of quantised latents: one for each place in `count`, latent `d` under table `d mod count`.
 *
 * Fit them on the latents of **training** images: a table fitted on the images it encodes has seen the test set.
 * `count = latentSize` gives each latent its own table; `count = channels` of a convolutional latent, channels last, lets
 * all positions share one.
 *
 * @param levels - n · latentSize whole numbers, image by image
 * @param count - a divisor of latentSize; a file holds at most 4,096 tables
 * @returns `count` tables
 * @throws RangeError if there are no levels or they are no multiple of `count`
 * @example
 * fitTables(Int32Array.of(0, 5, 0, 5, 1, 5), 2).map((table) => table.lowest); // [0, 5]
 */
export function fitTables(levels: Int32Array, count: number): FrequencyTable[] {
  if (!(count >= 1) || levels.length === 0 || levels.length % count !== 0)
    throw new RangeError(
      `fitTables: ${levels.length} levels and ${count} tables; there must be levels, as many for each table`,
    );
  return Array.from({ length: count }, (_, t) => fitTable(everyNth(levels, t, count)));
}

/** One number of every `stride`, from the first on: a latent of all images. */
export function everyNth(levels: Int32Array, first: number, stride: number): Int32Array {
  const column = new Int32Array(levels.length / stride);
  for (let i = 0; i < column.length; i++) column[i] = levels[first + i * stride];
  return column;
}

function fitTable(column: Int32Array): FrequencyTable {
  column.sort();
  const quantile = (q: number) => column[Math.floor(q * (column.length - 1))];
  const lowest = quantile(TAIL);
  const width = quantile(1 - TAIL) - lowest + 1;
  const lowBits = sharedBits(width, quantile(0.75) - quantile(0.25));
  const escape = Math.ceil(width / 2 ** lowBits);
  const weights = new Array<number>(escape + 1).fill(0);
  const levels = { lowest, lowBits, exponents: new Uint8Array(escape + 1) };
  for (const level of column) weights[symbolOf(level, levels)]++;
  weights[escape]++;
  return tableOfWeights(lowest, lowBits, weights);
}

/** Levels share a symbol where they must, or where an eighth of the interquartile range holds several. */
function sharedBits(width: number, interquartile: number): number {
  let bits = 0;
  while (width > MOST_SYMBOLS * 2 ** bits || interquartile >= 16 * 2 ** bits) bits++;
  return bits;
}

/** The symbol that stands for a level outside the table: the last. */
export function escapeOf({ exponents }: Pick<FrequencyTable, 'exponents'>): number {
  return exponents.length - 1;
}

/** The symbol of a level within ±2²⁸; the escape for levels outside the table. */
export function symbolOf(
  level: number,
  table: Pick<FrequencyTable, 'lowest' | 'lowBits' | 'exponents'>,
): number {
  const symbol = (level - table.lowest) >> table.lowBits;
  const escape = escapeOf(table);
  return symbol >= 0 && symbol < escape ? symbol : escape;
}

/** How far an escaped level lies beyond the table: 0, 1, 2 … above it, −1, −2 … below it. */
export function escapedDistance(level: number, table: FrequencyTable): number {
  const beyond = level - table.lowest;
  return beyond < 0 ? beyond : beyond - escapeOf(table) * 2 ** table.lowBits;
}
