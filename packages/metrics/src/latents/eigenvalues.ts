/**
 * Eigenvalues of a symmetric `[d, d]` matrix, in no order: Householder's reduction to three diagonals, then the QL
 * iteration with Wilkinson's shifts.
 *
 * @see Wilkinson and Reinsch, "Handbook for automatic computation", volume 2, 1971
 */
export function symmetricEigenvalues(matrix: Float64Array, d: number): Float64Array {
  const { diagonal, beside } = tridiagonal(matrix.slice(), d);
  for (let from = 0; from < d; from++)
    for (let to = blockEnd(diagonal, beside, from); to > from; to = blockEnd(diagonal, beside, from))
      qlStep(diagonal, beside, from, to);
  return diagonal;
}

/** Reflects each column into its first two places below the diagonal; the matrix is used up. */
function tridiagonal(a: Float64Array, d: number): { diagonal: Float64Array; beside: Float64Array } {
  const beside = new Float64Array(d);
  for (let k = 0; k < d - 1; k++) {
    const v = Float64Array.from({ length: d }, (_, i) => (i > k ? a[i * d + k] : 0));
    const length = norm(v);
    beside[k] = v[k + 1] > 0 ? -length : length;
    v[k + 1] -= beside[k];
    const size = norm(v);
    if (size === 0) continue;
    for (let i = k + 1; i < d; i++) v[i] /= size;
    reflect(a, d, v, k);
  }
  return { diagonal: Float64Array.from({ length: d }, (_, i) => a[i * d + i]), beside };
}

/** `a ← H·a·H` with `H = I − 2vvᵀ`, where only the places after k matter. */
function reflect(a: Float64Array, d: number, v: Float64Array, k: number): void {
  const w = new Float64Array(d);
  for (let i = k + 1; i < d; i++) for (let j = k + 1; j < d; j++) w[i] += 2 * a[i * d + j] * v[j];
  const along = w.reduce((sum, value, i) => sum + value * v[i], 0) / 2;
  for (let i = k + 1; i < d; i++) w[i] -= 2 * along * v[i];
  for (let i = k + 1; i < d; i++) for (let j = k + 1; j < d; j++) a[i * d + j] -= v[i] * w[j] + w[i] * v[j];
}

function norm(v: Float64Array): number {
  return Math.sqrt(v.reduce((sum, value) => sum + value * value, 0));
}

/** Where the block that starts at `from` ends: before the first neighbour that is 0 but for rounding. */
function blockEnd(diagonal: Float64Array, beside: Float64Array, from: number): number {
  let end = from;
  while (
    end < diagonal.length - 1 &&
    Math.abs(beside[end]) > Number.EPSILON * (Math.abs(diagonal[end]) + Math.abs(diagonal[end + 1]))
  )
    end++;
  return end;
}

/** One implicit QL step on the block `from` to `to`. */
function qlStep(diagonal: Float64Array, beside: Float64Array, from: number, to: number): void {
  const half = (diagonal[from + 1] - diagonal[from]) / (2 * beside[from]);
  const shift = diagonal[from] - beside[from] / (half + Math.sign(half || 1) * Math.hypot(half, 1));
  let g = diagonal[to] - shift;
  let [sine, cosine, moved] = [1, 1, 0];
  for (let i = to - 1; i >= from; i--) {
    const f = sine * beside[i];
    const b = cosine * beside[i];
    const r = Math.hypot(f, g);
    beside[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= moved;
      beside[to] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    const rest = diagonal[i + 1] - moved;
    const turned = (diagonal[i] - rest) * sine + 2 * cosine * b;
    moved = sine * turned;
    diagonal[i + 1] = rest + moved;
    g = cosine * turned - b;
  }
  diagonal[from] -= moved;
  beside[from] = g;
  beside[to] = 0;
}
