import { squaredDistances } from '@aelab/kernels';
import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';

/** Squared distances from one query to every reference. */
export type Distances = Float32Array | Float64Array;

/**
 * Visits the squared distances of each query to all references, query after query; the array is used again for the
 * next. In Float64 if the coordinates are, and else by the Float32 kernel.
 */
export function forEachDistanceRow(
  queries: Points,
  references: Points,
  visit: (distances: Distances, query: number) => void,
): void {
  const isFloat64 = queries.data instanceof Float64Array || references.data instanceof Float64Array;
  (isFloat64 ? visitInFloat64 : visitInFloat32)(queries, references, visit);
}

function visitInFloat32(
  queries: Points,
  references: Points,
  visit: (distances: Distances, query: number) => void,
): void {
  const d = dimensionsOf(references);
  const columns = Float32Array.from(references.data);
  const [n, count] = [references.shape[0], queries.shape[0]];
  const rows = Math.max(16, Math.floor(2 ** 21 / n));
  for (let start = 0; start < count; start += rows) {
    const block = Float32Array.from(queries.data.subarray(start * d, (start + rows) * d));
    const distances = squaredDistances(block, columns, d);
    for (let i = 0; i * d < block.length; i++) visit(distances.subarray(i * n, (i + 1) * n), start + i);
  }
}

function visitInFloat64(
  queries: Points,
  references: Points,
  visit: (distances: Distances, query: number) => void,
): void {
  const d = dimensionsOf(references);
  const columns = Float64Array.from(references.data);
  const distances = new Float64Array(references.shape[0]);
  for (let i = 0; i < queries.shape[0]; i++) {
    const query = Float64Array.from(queries.data.subarray(i * d, (i + 1) * d));
    fillSquaredDistances(query, columns, distances);
    visit(distances, i);
  }
}

/** Two references at a time, whose sums run side by side in the processor. */
function fillSquaredDistances(query: Float64Array, references: Float64Array, distances: Float64Array): void {
  const d = query.length;
  const last = distances.length - 1;
  for (let j = 0; j <= last; j += 2) {
    const a = j * d;
    const b = Math.min(j + 1, last) * d;
    let toA = 0;
    let toB = 0;
    for (let t = 0; t < d; t++) {
      const fromA = query[t] - references[a + t];
      const fromB = query[t] - references[b + t];
      toA += fromA * fromA;
      toB += fromB * fromB;
    }
    distances[j] = toA;
    if (j < last) distances[j + 1] = toB;
  }
}
