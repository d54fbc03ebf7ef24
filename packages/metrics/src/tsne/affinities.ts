import type { SparseRows } from '@aelab/kernels';
import type { Points } from '../points.js';
import { nearestNeighbours } from './nearest-neighbours.js';
import type { Neighbours } from './nearest-neighbours.js';

/** Joint probabilities p of pairs of points, sparse and symmetric; all of them add up to 1. */
export type Affinities = SparseRows & { readonly values: Float64Array };

/**
 * The affinities of t-SNE, `p(i, j) = (p(j | i) + p(i | j)) / 2n`, each conditional over the `3 · perplexity + 1`
 * nearest neighbours only, as in scikit-learn. Distances are in Float32.
 */
export function jointAffinities(points: Points, perplexity: number): Affinities {
  const k = Math.min(points.shape[0] - 1, Math.floor(3 * perplexity + 1));
  const neighbours = nearestNeighbours({ ...points, data: Float32Array.from(points.data) }, k);
  return symmetrised(neighbours, conditionalAffinities(neighbours, perplexity));
}

/**
 * The Gaussian affinities of each point to its neighbours, `p(j | i) ∝ exp(−β d²)`, with the β that gives them the
 * perplexity (the exponential of their entropy); each row adds up to 1.
 *
 * @returns `[n, k]`
 */
export function conditionalAffinities(neighbours: Neighbours, perplexity: number): Float64Array {
  const { k, squaredDistances } = neighbours;
  const affinities = new Float64Array(squaredDistances.length);
  for (let start = 0; start < affinities.length; start += k)
    fillConditional(
      squaredDistances.subarray(start, start + k),
      affinities.subarray(start, start + k),
      Math.log(perplexity),
    );
  return affinities;
}

/** Bisection of β; doubles or halves it until the answer is bracketed. */
function fillConditional(squaredDistances: Float64Array, row: Float64Array, targetEntropy: number): void {
  let beta = 1;
  let [lo, hi] = [0, Infinity];
  for (let step = 0; step < 100; step++) {
    const excess = gaussianRow(squaredDistances, beta, row) - targetEntropy;
    if (Math.abs(excess) <= 1e-5) return;
    if (excess > 0) lo = beta;
    else hi = beta;
    beta = hi === Infinity ? beta * 2 : (lo + hi) / 2;
  }
}

/** Fills the row with `exp(−β d²)` over its sum and gives its entropy in nats; d² counts from the nearest. */
function gaussianRow(squaredDistances: Float64Array, beta: number, row: Float64Array): number {
  const nearest = squaredDistances[0];
  let sum = 0;
  let weighted = 0;
  for (let t = 0; t < row.length; t++) {
    const distance = squaredDistances[t] - nearest;
    row[t] = Math.exp(-beta * distance);
    sum += row[t];
    weighted += distance * row[t];
  }
  for (let t = 0; t < row.length; t++) row[t] /= sum;
  return Math.log(sum) + (beta * weighted) / sum;
}

/** Merges each row with the same row of the transpose. */
function symmetrised({ k, indices }: Neighbours, conditional: Float64Array): Affinities {
  const n = indices.length / k;
  const transpose = transposed(k, indices, conditional);
  const starts = new Int32Array(n + 1);
  const columns = new Int32Array(2 * n * k);
  const values = new Float64Array(2 * n * k);
  const entryOf = new Int32Array(n).fill(-1);
  let end = 0;
  const add = (start: number, column: number, value: number): void => {
    if (entryOf[column] < start) {
      entryOf[column] = end;
      columns[end] = column;
      values[end++] = value / (2 * n);
    } else values[entryOf[column]] += value / (2 * n);
  };
  for (let i = 0; i < n; i++) {
    const start = end;
    for (let e = i * k; e < (i + 1) * k; e++) add(start, indices[e], conditional[e]);
    for (let e = transpose.starts[i]; e < transpose.starts[i + 1]; e++)
      add(start, transpose.columns[e], transpose.values[e]);
    starts[i + 1] = end;
  }
  return { starts, columns: columns.slice(0, end), values: values.slice(0, end) };
}

function transposed(k: number, indices: Int32Array, conditional: Float64Array): Affinities {
  const n = indices.length / k;
  const starts = new Int32Array(n + 1);
  for (const column of indices) starts[column + 1]++;
  for (let i = 0; i < n; i++) starts[i + 1] += starts[i];
  const next = starts.slice();
  const columns = new Int32Array(indices.length);
  const values = new Float64Array(indices.length);
  for (let e = 0; e < indices.length; e++) {
    const entry = next[indices[e]]++;
    columns[entry] = Math.floor(e / k);
    values[entry] = conditional[e];
  }
  return { starts, columns, values };
}
