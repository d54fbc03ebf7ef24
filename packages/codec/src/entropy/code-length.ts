import { zigzag } from '../format/bit-stream.js';
import { escapeOf, escapedDistance, symbolOf } from './frequency-table.js';
import type { FrequencyTable } from './frequency-table.js';
import { PRECISION } from './rans.js';

/**
 * The bits that a table spends on one level: `12 − log2 frequency`, with the low bits or the escaped number added.
 *
 * @example
 * const [table] = fitTables(Int32Array.of(0, 0, 1, 1), 1);
 * bitsOfLevel(table, 1) < bitsOfLevel(table, 100); // true
 */
export function bitsOfLevel(table: FrequencyTable, level: number): number {
  const symbol = symbolOf(level, table);
  const bits = PRECISION - Math.log2(table.frequencies[symbol]);
  if (symbol !== escapeOf(table)) return bits + table.lowBits;
  const escaped = zigzag(escapedDistance(level, table));
  return bits + 8 * Math.max(1, Math.ceil(Math.log2(escaped + 1) / 7));
}

/**
 * The ideal code length of each image's levels, in bits: an **estimate**, without header, tables, index and checksums.
 * The bytes of {@link writeLatents} are what an image really takes; the two are reported side by side.
 *
 * @param levels - n · latentSize levels, image by image
 * @returns n values, positive; lower is better
 * @throws RangeError if latentSize does not divide the levels or the tables do not divide latentSize
 * @example
 * const levels = Int32Array.of(0, 1, 0, 1, 1, 0, 1, 0);
 * codeLength(levels, 2, fitTables(levels, 2)).length; // 4
 */
export function codeLength(
  levels: Int32Array,
  latentSize: number,
  tables: readonly FrequencyTable[],
): Float64Array {
  if (levels.length % latentSize !== 0 || latentSize % tables.length !== 0)
    throw new RangeError(
      `codeLength: ${levels.length} levels, latentSize ${latentSize} and ${tables.length} tables; each must divide the one before`,
    );
  const bits = new Float64Array(levels.length / latentSize);
  for (let i = 0; i < levels.length; i++)
    bits[Math.floor(i / latentSize)] += bitsOfLevel(tables[i % tables.length], levels[i]);
  return bits;
}
