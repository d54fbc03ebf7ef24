import { escapeOf, escapedDistance, everyNth, symbolOf } from '../entropy/frequency-table.js';
import type { FrequencyTable } from '../entropy/frequency-table.js';
import { ransDecoder, ransEncoder, symbolSlots } from '../entropy/rans.js';
import type { SymbolSlots } from '../entropy/rans.js';
import { GREATEST_LEVEL } from '../quantise/quantiser.js';
import { AelFormatError } from './ael-format-error.js';
import { bitReader, bitWriter, unzigzag, zigzag } from './bit-stream.js';
import type { BitReader, BitWriter } from './bit-stream.js';
import { byteReader } from './byte-reader.js';
import type { ByteReader } from './byte-reader.js';
import { byteWriter } from './byte-writer.js';
import type { ByteWriter } from './byte-writer.js';

/**
 * The levels of some images as the payload of a block: rANS stream, escaped levels, plain low bits.
 *
 * Latent by latent, and within a latent image by image: each run has one table, which stays in the processor's cache.
 *
 * @param levels - n · latentSize levels, image by image
 * @param tables - as many as divide latentSize; latent `d` has table `d mod tables.length`
 */
export function encodeLevels(
  levels: Int32Array,
  latentSize: number,
  tables: readonly FrequencyTable[],
): Uint8Array {
  const escaped = byteWriter();
  const plain = bitWriter();
  const runs = Array.from({ length: latentSize }, (_, d) => {
    const table = tables[d % tables.length];
    const column = everyNth(levels, d, latentSize);
    const run = symbolsOf(column, table);
    writeEscaped(escaped, column, run, table);
    writeLowBits(plain, column, run, table);
    return run;
  });
  const encoder = ransEncoder(levels.length);
  for (let d = latentSize - 1; d >= 0; d--) encoder.push(runs[d], tables[d % tables.length]);
  const payload = byteWriter();
  payload.bytes(encoder.finish());
  payload.bytes(escaped.finish());
  payload.bytes(plain.finish());
  return payload.finish();
}

function symbolsOf(column: Int32Array, table: FrequencyTable): Uint8Array {
  const run = new Uint8Array(column.length);
  for (let i = 0; i < run.length; i++) run[i] = symbolOf(column[i], table);
  return run;
}

function writeEscaped(writer: ByteWriter, column: Int32Array, run: Uint8Array, table: FrequencyTable): void {
  const escape = escapeOf(table);
  for (let i = run.indexOf(escape); i >= 0; i = run.indexOf(escape, i + 1))
    writer.varint(zigzag(escapedDistance(column[i], table)));
}

function writeLowBits(writer: BitWriter, column: Int32Array, run: Uint8Array, table: FrequencyTable): void {
  const { lowest, lowBits } = table;
  const escape = escapeOf(table);
  for (let i = 0; lowBits > 0 && i < run.length; i++)
    if (run[i] !== escape) writer.bits(column[i] - lowest, lowBits);
}

/** Tables as decoding needs them. */
export interface DecodingTables {
  readonly tables: readonly FrequencyTable[];
  /** The slots of a table, made when first asked for. */
  readonly slots: (table: number) => SymbolSlots;
}

export function decodingTables(tables: readonly FrequencyTable[]): DecodingTables {
  const made: SymbolSlots[] = [];
  return { tables, slots: (t) => (made[t] ??= symbolSlots(tables[t])) };
}

/**
 * The levels that {@link encodeLevels} wrote, image by image.
 *
 * @throws AelFormatError if the payload is not exactly such a stream
 */
export function decodeLevels(
  payload: Uint8Array,
  images: number,
  latentSize: number,
  { tables, slots }: DecodingTables,
): Int32Array {
  const tableOf = (d: number) => tables[d % tables.length];
  const decoder = ransDecoder(payload);
  const runs: Uint8Array[] = [];
  for (let d = 0; d < latentSize && decoder.consumed() <= payload.length; d++)
    runs.push(decoder.pull(images, slots(d % tables.length)));
  if (decoder.consumed() > payload.length || !decoder.finished())
    throw new AelFormatError('block: its rANS stream does not end where it began; tables or bytes are wrong');
  const escaped = byteReader(payload.subarray(decoder.consumed()), 'block');
  const columns = runs.map((run, d) => {
    const column = lowestLevels(run, tableOf(d));
    readEscaped(escaped, column, run, tableOf(d));
    return column;
  });
  const plain = bitReader(escaped.bytes(escaped.remaining()), 'block');
  runs.forEach((run, d) => addLowBits(plain, columns[d], run, tableOf(d)));
  plain.end();
  return interleaved(columns, images);
}

/** The lowest level of each symbol. */
function lowestLevels(run: Uint8Array, { lowest, lowBits }: FrequencyTable): Int32Array {
  const column = new Int32Array(run.length);
  for (let i = 0; i < run.length; i++) column[i] = lowest + (run[i] << lowBits);
  return column;
}

function readEscaped(reader: ByteReader, column: Int32Array, run: Uint8Array, table: FrequencyTable): void {
  const escape = escapeOf(table);
  for (let i = run.indexOf(escape); i >= 0; i = run.indexOf(escape, i + 1)) {
    const distance = unzigzag(reader.varint());
    const level = table.lowest + distance + (distance < 0 ? 0 : escape * 2 ** table.lowBits);
    if (Math.abs(level) > GREATEST_LEVEL)
      throw new AelFormatError(`block: an escaped level is ${level}; levels lie within ±2^28`);
    column[i] = level;
  }
}

function addLowBits(reader: BitReader, column: Int32Array, run: Uint8Array, table: FrequencyTable): void {
  const escape = escapeOf(table);
  for (let i = 0; table.lowBits > 0 && i < run.length; i++)
    if (run[i] !== escape) column[i] += reader.bits(table.lowBits);
}

/** Columns, one for each latent, to rows, one for each image. */
function interleaved(columns: readonly Int32Array[], images: number): Int32Array {
  const levels = new Int32Array(images * columns.length);
  columns.forEach((column, d) => {
    for (let i = 0; i < images; i++) levels[i * columns.length + d] = column[i];
  });
  return levels;
}
