import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';

/**
 * Visits the squared distances of each query to all references, `distances[j]` to reference j, query after query. The
 * array is used again for the next.
 */
export function forEachDistanceRow(
  queries: Points,
  references: Points,
  visit: (distances: Float64Array, query: number) => void,
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

/** Two references at a time: their sums run side by side in the processor. */
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
