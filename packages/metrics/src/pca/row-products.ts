/**
 * The inner product of each of p rows with each of q rows: `A·Bᵀ`.
 *
 * @param a - `[p, d]`, row-major
 * @param b - `[q, d]`, row-major
 * @returns `[p, q]`
 */
export function innerProducts(a: Float64Array, b: Float64Array, d: number): Float64Array {
  const [p, q] = [a.length / d, b.length / d];
  const out = new Float64Array(p * q);
  for (let i = 0; i < p; i++)
    for (let j = 0; j < q; j += 4) {
      const sums = fourDots(a, i * d, b, [0, 1, 2, 3].map((r) => Math.min(j + r, q - 1) * d), d); // prettier-ignore
      for (let r = 0; r < Math.min(4, q - j); r++) out[i * q + j + r] = sums[r];
    }
  return out;
}

/** Four rows of b share each load of a. */
function fourDots(a: Float64Array, start: number, b: Float64Array, rows: number[], d: number): number[] {
  const [b0, b1, b2, b3] = rows;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  for (let t = 0; t < d; t++) {
    const x = a[start + t];
    s0 += x * b[b0 + t];
    s1 += x * b[b1 + t];
    s2 += x * b[b2 + t];
    s3 += x * b[b3 + t];
  }
  return [s0, s1, s2, s3];
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
  const out = new Float64Array((c.length / q) * d);
  for (let i = 0; i * q < c.length; i++)
    for (let j = 0; j < q; j += 4)
      addFourRows(out.subarray(i * d, (i + 1) * d), c.subarray(i * q + j, Math.min(i * q + j + 4, (i + 1) * q)), b, j * d); // prettier-ignore
  return out;
}

/** Four rows share each load and store of the sum; absent ones weigh nothing. */
function addFourRows(sum: Float64Array, weights: Float64Array, b: Float64Array, start: number): void {
  const d = sum.length;
  const [c0, c1 = 0, c2 = 0, c3 = 0] = weights;
  const [b0, b1, b2, b3] = [0, 1, 2, 3].map((r) => start + Math.min(r, weights.length - 1) * d);
  for (let t = 0; t < d; t++) sum[t] += c0 * b[b0 + t] + c1 * b[b1 + t] + c2 * b[b2 + t] + c3 * b[b3 + t];
}
