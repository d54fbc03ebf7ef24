import { MOST_SYMBOLS, frequencyTable } from '../entropy/frequency-table.js';
import type { FrequencyTable } from '../entropy/frequency-table.js';
import { AelFormatError } from './ael-format-error.js';
import { GREATEST_LEVEL } from '../quantise/quantiser.js';
import { bitReader, bitWriter, unzigzag, zigzag } from './bit-stream.js';
import type { BitReader, BitWriter } from './bit-stream.js';

const GREATEST_EXPONENT = 63;
const MOST_LOW_BITS = 26;
const GREATEST_WIDTH = 2 ** 30;

/** The tables as bytes: about 4 bits a symbol. */
export function writeTables(tables: readonly FrequencyTable[]): Uint8Array {
  const writer = bitWriter();
  for (const table of tables) writeTable(writer, table);
  return writer.finish();
}

function writeTable(writer: BitWriter, { lowest, lowBits, exponents }: FrequencyTable): void {
  const escape = exponents.length - 1;
  writer.expGolomb(zigzag(lowest), 3);
  writer.expGolomb(lowBits, 0);
  writer.expGolomb(escape, 3);
  writer.bits(exponents[escape], 6);
  for (let s = 0; s < escape; s++) writer.expGolomb(zigzag(exponents[s] - extrapolated(exponents, s)), 0);
}

/** @throws AelFormatError if the bytes are no `count` tables */
export function readTables(bytes: Uint8Array, count: number): FrequencyTable[] {
  const reader = bitReader(bytes, 'tables');
  const tables: FrequencyTable[] = [];
  for (let t = 0; t < count; t++) tables.push(readTable(reader));
  reader.end();
  return tables;
}

function readTable(reader: BitReader): FrequencyTable {
  const lowest = unzigzag(reader.expGolomb(3));
  const lowBits = reader.expGolomb(0);
  const escape = reader.expGolomb(3);
  if (
    escape > MOST_SYMBOLS ||
    lowBits > MOST_LOW_BITS ||
    Math.abs(lowest) > GREATEST_LEVEL ||
    escape * 2 ** lowBits > GREATEST_WIDTH
  )
    throw new AelFormatError(
      `tables: one has ${escape} symbols of 2^${lowBits} levels from ${lowest}; at most ${MOST_SYMBOLS} symbols, 2^${MOST_LOW_BITS} levels each, 2^30 together, from within ±2^28`,
    );
  const exponents = new Uint8Array(escape + 1);
  exponents[escape] = reader.bits(6);
  for (let s = 0; s < escape; s++) {
    const exponent = extrapolated(exponents, s) + unzigzag(reader.expGolomb(0));
    if (exponent < 0 || exponent > GREATEST_EXPONENT)
      throw new AelFormatError(`tables: an exponent is ${exponent}; it must be 0 to ${GREATEST_EXPONENT}`);
    exponents[s] = exponent;
  }
  return frequencyTable(lowest, lowBits, exponents);
}

/** The next exponent on the straight line through the last two: the logarithm of a Laplacian is two such lines. */
function extrapolated(exponents: Uint8Array, s: number): number {
  if (s === 0) return 48;
  if (s === 1) return exponents[0];
  return Math.min(Math.max(2 * exponents[s - 1] - exponents[s - 2], 0), 48);
}
