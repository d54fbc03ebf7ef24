import { escapedDistance, symbolOf } from '../entropy/frequency-table.js';
import type { FrequencyTable } from '../entropy/frequency-table.js';
import { ransDecoder, ransEncoder, symbolSlots } from '../entropy/rans.js';
import type { SymbolSlots } from '../entropy/rans.js';
import { AelFormatError } from './ael-format-error.js';
import { bitReader, bitWriter, unzigzag, zigzag } from './bit-stream.js';
import type { BitWriter } from './bit-stream.js';
import { byteReader } from './byte-reader.js';
import type { ByteReader } from './byte-reader.js';
import { byteWriter } from './byte-writer.js';
import type { ByteWriter } from './byte-writer.js';
import { GREATEST_LEVEL } from '../quantise/quantiser.js';

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
  const images = levels.length / latentSize;
  const symbols = new Uint8Array(levels.length);
  const escaped = byteWriter();
  const plain = bitWriter();
  for (let d = 0; d < latentSize; d++) {
    const table = tables[d % tables.length];
    const run = symbols.subarray(d * images, (d + 1) * images);
    for (let i = 0; i < images; i++) run[i] = splitLevel(levels[i * latentSize + d], table, escaped, plain);
  }
  const encoder = ransEncoder(levels.length);
  for (let d = latentSize - 1; d >= 0; d--)
    encoder.push(symbols.subarray(d * images, (d + 1) * images), tables[d % tables.length]);
  const payload = byteWriter();
  payload.bytes(encoder.finish());
  payload.bytes(escaped.finish());
  payload.bytes(plain.finish());
  return payload.finish();
}

/** Gives the symbol of a level and writes what the symbol leaves open. */
function splitLevel(level: number, table: FrequencyTable, escaped: ByteWriter, plain: BitWriter): number {
  const symbol = symbolOf(level, table);
  if (symbol === table.exponents.length - 1) escaped.varint(zigzag(escapedDistance(level, table)));
  else plain.bits(level - table.lowest, table.lowBits);
  return symbol;
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
  decoding: DecodingTables,
): Int32Array {
  const { tables } = decoding;
  const symbols = new Uint8Array(images * latentSize);
  const consumed = decodeSymbols(payload, symbols, images, decoding);
  const reader = byteReader(payload.subarray(consumed), 'block');
  const levels = new Int32Array(images * latentSize);
  for (let d = 0; d < latentSize; d++) {
    const table = tables[d % tables.length];
    for (let i = 0; i < images; i++)
      levels[i * latentSize + d] = firstLevel(symbols[d * images + i], table, reader);
  }
  addLowBits(levels, symbols, latentSize, tables, reader.bytes(reader.remaining()));
  return levels;
}

/** Fills `symbols`, latent by latent, and gives the number of bytes that the stream took. */
function decodeSymbols(
  payload: Uint8Array,
  symbols: Uint8Array,
  images: number,
  { tables, slots }: DecodingTables,
): number {
  const decoder = ransDecoder(payload);
  for (let d = 0; d * images < symbols.length && decoder.consumed() <= payload.length; d++)
    decoder.pull(symbols.subarray(d * images, (d + 1) * images), slots(d % tables.length));
  if (decoder.consumed() > payload.length || !decoder.finished())
    throw new AelFormatError('block: its rANS stream does not end where it began; tables or bytes are wrong');
  return decoder.consumed();
}

/** The lowest level of a symbol, or the escaped level itself. */
function firstLevel(symbol: number, table: FrequencyTable, reader: ByteReader): number {
  const { lowest, lowBits, exponents } = table;
  const escape = exponents.length - 1;
  if (symbol !== escape) return lowest + symbol * 2 ** lowBits;
  const distance = unzigzag(reader.varint());
  const level = distance < 0 ? lowest + distance : lowest + escape * 2 ** lowBits + distance;
  if (Math.abs(level) > GREATEST_LEVEL)
    throw new AelFormatError(`block: an escaped level is ${level}; levels lie within ±2^28`);
  return level;
}

function addLowBits(
  levels: Int32Array,
  symbols: Uint8Array,
  latentSize: number,
  tables: readonly FrequencyTable[],
  bytes: Uint8Array,
): void {
  const images = levels.length / latentSize;
  const plain = bitReader(bytes, 'block');
  for (let d = 0; d < latentSize; d++) {
    const { lowBits, exponents } = tables[d % tables.length];
    if (lowBits === 0) continue;
    for (let i = 0; i < images; i++)
      if (symbols[d * images + i] !== exponents.length - 1) levels[i * latentSize + d] += plain.bits(lowBits);
  }
  plain.end();
}
