import { assertMatrix } from './assert-matrix.js';
import { workspace } from './workspace.js';

/**
 * Squared Euclidean distance of every query to every point, in f32: `Σ (q − p)²`.
 *
 * Not by `|q|² + |p|² − 2qp`, which loses the digits of small distances: those of nearest neighbours. The sum of d
 * squares is off by at most d·6e-8 of itself. Call it with some hundreds of queries at a time: the result has
 * queries × points values.
 *
 * @param queries - row by row, `[… × columns]`
 * @param points - row by row, `[… × columns]`
 * @returns row by row, `[queries × points]`
 * @throws RangeError if a length is not a multiple of `columns`
 * @example
 * squaredDistances(new Float32Array([0, 0]), new Float32Array([3, 4, 1, 0]), 2); // [25, 1]
 */
export function squaredDistances(queries: Float32Array, points: Float32Array, columns: number): Float32Array {
  const [queryCount, pointCount] = [queries.length / columns, points.length / columns];
  assertMatrix('squaredDistances', 'queries', queries, queryCount, columns);
  assertMatrix('squaredDistances', 'points', points, pointCount, columns);
  const out = new Float32Array(queryCount * pointCount);
  if (!distancesInWasm(queries, points, columns, out)) distancesInJavaScript(queries, points, columns, out);
  return out;
}

export function distancesInJavaScript(
  queries: Float32Array,
  points: Float32Array,
  columns: number,
  out: Float32Array,
): void {
  const pointCount = points.length / columns;
  for (let i = 0; i < out.length; i++) {
    const query = Math.floor(i / pointCount) * columns;
    const point = (i % pointCount) * columns;
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += (queries[query + c] - points[point + c]) ** 2;
    out[i] = sum;
  }
}

const blockPoints = 1024;

function distancesInWasm(
  queries: Float32Array,
  points: Float32Array,
  columns: number,
  out: Float32Array,
): boolean {
  const queryCount = queries.length / columns;
  const pointCount = points.length / columns;
  const areas = workspace((kernels) => [
    queries.byteLength,
    blockPoints * columns * 4,
    queryCount * blockPoints * 4,
    kernels.distancesScratch(blockPoints, columns),
  ]);
  if (!areas) return false;
  const { kernels, buffer, at } = areas;
  const [queriesAt, blockAt, tileAt, scratch] = at;
  const memory = new Float32Array(buffer);
  memory.set(queries, queriesAt / 4);
  for (let from = 0; from < pointCount; from += blockPoints) {
    const block = points.subarray(from * columns, (from + blockPoints) * columns);
    const width = block.length / columns;
    memory.set(block, blockAt / 4);
    kernels.squaredDistances(queriesAt, queryCount, blockAt, width, columns, tileAt, scratch);
    for (let i = 0; i < queryCount; i++)
      out.set(memory.subarray(tileAt / 4 + i * width, tileAt / 4 + (i + 1) * width), i * pointCount + from);
  }
  return true;
}
