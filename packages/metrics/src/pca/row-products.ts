import { matrixProduct } from '@aelab/kernels';

/**
 * The inner product of each of p rows with each of q rows: `A·Bᵀ`.
 *
 * @param a - `[p, d]`, row-major
 * @param b - `[q, d]`, row-major
 * @returns `[p, q]`
 */
export function innerProducts(a: Float64Array, b: Float64Array, d: number): Float64Array {
  return matrixProduct(a, b, { m: a.length / d, n: b.length / d, k: d, transposeB: true });
}

/**
 * p combinations of q rows: `C·B`.
 *
 * @param c - `[p, q]`, row-major
 * @param b - `[q, d]`, row-major
 * @returns `[p, d]`
 */
export function combinations(c: Float64Array, b: Float64Array, d: number): Float64Array {
  const q = b.length / d;
  return matrixProduct(c, b, { m: c.length / q, n: d, k: q });
}

/** The columns, one after another: `[n, d]` → `[d, n]`; 64 columns at a time, so that what is written stays in the cache. */
export function transposed<T extends Float32Array | Float64Array | Uint8Array>(
  data: T,
  n: number,
  d: number,
): T {
  const columns = data.slice() as T;
  for (let from = 0; from < d; from += 64)
    for (let i = 0; i < n; i++)
      for (let j = from; j < Math.min(d, from + 64); j++) columns[j * n + i] = data[i * d + j];
  return columns;
}
