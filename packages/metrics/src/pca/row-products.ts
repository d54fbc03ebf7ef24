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
