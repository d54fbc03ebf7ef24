import { assertMatrix } from './assert-matrix.js';
import { workspace } from './workspace.js';

/**
 * The Gram matrix `X'X` of the columns of X, summed in f64: exact for bytes; for floats the products are exact and the
 * sums rounded as f64 sums are.
 *
 * Not centred: the covariance is `(X'X − n·mm') / (n − 1)` with the column means m. Divide bytes by 255 (the result by
 * 255²) after the sums, not before, and they stay exact.
 *
 * @param data - X row by row, `[rows × columns]`
 * @returns `[columns × columns]`, symmetric
 * @throws RangeError if the data do not have that many values
 * @example
 * gramMatrix(new Uint8Array([1, 2, 3, 4]), 2, 2); // [10, 14, 14, 20]
 */
export function gramMatrix(data: Float32Array | Uint8Array, rows: number, columns: number): Float64Array {
  assertMatrix('gramMatrix', 'data', data, rows, columns);
  const gram = upperGramInWasm(data, rows, columns) ?? upperGramInJavaScript(data, rows, columns);
  for (let i = 0; i < columns; i++) for (let j = 0; j < i; j++) gram[i * columns + j] = gram[j * columns + i];
  return gram;
}

/** The upper triangle of the Gram matrix; below it, anything. */
export function upperGramInJavaScript(
  data: Float32Array | Uint8Array,
  rows: number,
  columns: number,
): Float64Array {
  const gram = new Float64Array(columns * columns);
  for (let r = 0; r < rows; r++) {
    const row = data.subarray(r * columns, (r + 1) * columns);
    for (let i = 0; i < columns; i++) {
      const value = row[i];
      if (value === 0) continue;
      for (let j = i; j < columns; j++) gram[i * columns + j] += value * row[j];
    }
  }
  return gram;
}

function upperGramInWasm(
  data: Float32Array | Uint8Array,
  rows: number,
  columns: number,
): Float64Array | undefined {
  const isBytes = data instanceof Uint8Array;
  const areas = workspace((kernels) => [
    columns * columns * 8,
    kernels.gramBlockRows() * columns * data.BYTES_PER_ELEMENT,
    isBytes ? kernels.gramBytesScratch(columns) : kernels.gramFloatsScratch(columns),
  ]);
  if (!areas) return undefined;
  const { kernels, buffer, at } = areas;
  const [gramAt, blockAt, scratch] = at;
  const gram = new Float64Array(buffer, gramAt, columns * columns).fill(0);
  const add = isBytes ? kernels.gramBytes : kernels.gramFloats;
  for (let from = 0; from < rows; from += kernels.gramBlockRows()) {
    const block = data.subarray(from * columns, (from + kernels.gramBlockRows()) * columns);
    new Uint8Array(buffer).set(new Uint8Array(block.buffer, block.byteOffset, block.byteLength), blockAt);
    add(blockAt, block.length / columns, columns, gramAt, scratch);
  }
  return gram.slice();
}
