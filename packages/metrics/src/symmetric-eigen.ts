/** The leading eigenpairs of a symmetric matrix, largest eigenvalue first. */
export interface Eigen {
  readonly values: Float64Array;
  /** `[k, d]`, row-major: one unit eigenvector per row. */
  readonly vectors: Float64Array;
}

/**
 * The k largest eigenvalues of a symmetric `[d, d]` matrix and their eigenvectors: Householder's reduction to three
 * diagonals, then the QL iteration with Wilkinson's shifts.
 *
 * @see Wilkinson and Reinsch, "Handbook for automatic computation", volume 2, 1971
 */
export function symmetricEigen(matrix: Float64Array, d: number, k: number): Eigen {
  const reflectors = new Float64Array(d * d);
  const { diagonal, beside } = tridiagonal(matrix.slice(), d, reflectors);
  const rows = identity(d);
  diagonalise(diagonal, beside, (i, sine, cosine) => rotate(rows, d, i, sine, cosine));
  const order = Array.from(diagonal.keys())
    .sort((a, b) => diagonal[b] - diagonal[a])
    .slice(0, k);
  const vectors = new Float64Array(k * d);
  order.forEach((from, to) => {
    vectors.set(rows.subarray(from * d, (from + 1) * d), to * d);
    reflectBack(vectors.subarray(to * d, (to + 1) * d), reflectors);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/** The eigenvalues alone, in no order. */
export function symmetricEigenvalues(matrix: Float64Array, d: number): Float64Array {
  const { diagonal, beside } = tridiagonal(matrix.slice(), d);
  diagonalise(diagonal, beside);
  return diagonal;
}

/** Turns places i and i + 1 of every vector of an eigenbasis. */
type Rotate = (i: number, sine: number, cosine: number) => void;

function diagonalise(diagonal: Float64Array, beside: Float64Array, rotate?: Rotate): void {
  for (let from = 0; from < diagonal.length; from++)
    for (let to = blockEnd(diagonal, beside, from); to > from; to = blockEnd(diagonal, beside, from))
      qlStep(diagonal, beside, from, to, rotate);
}

/**
 * Reflects each column into its first two places below the diagonal; the matrix is used up.
 *
 * @param reflectors - keeps the vector of the k-th reflection in its k-th row
 */
function tridiagonal(
  a: Float64Array,
  d: number,
  reflectors?: Float64Array,
): { diagonal: Float64Array; beside: Float64Array } {
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
    reflectors?.set(v, k * d);
  }
  return { diagonal: Float64Array.from({ length: d }, (_, i) => a[i * d + i]), beside };
}

/** `a ← H·a·H` with `H = I − 2vvᵀ`, where only the places after k matter. */
function reflect(a: Float64Array, d: number, v: Float64Array, k: number): void {
  const w = new Float64Array(d);
  let along = 0;
  for (let i = k + 1; i < d; i++) {
    let sum = 0;
    for (let j = k + 1; j < d; j++) sum += a[i * d + j] * v[j];
    w[i] = 2 * sum;
    along += sum * v[i];
  }
  for (let i = k + 1; i < d; i++) w[i] -= 2 * along * v[i];
  for (let i = k + 1; i < d; i++) for (let j = k + 1; j < d; j++) a[i * d + j] -= v[i] * w[j] + w[i] * v[j];
}

/** From the basis of the three diagonals to that of the matrix: `x ← H₀·H₁·…·x`. */
function reflectBack(x: Float64Array, reflectors: Float64Array): void {
  const d = x.length;
  for (let k = d - 2; k >= 0; k--) {
    let along = 0;
    for (let i = k + 1; i < d; i++) along += reflectors[k * d + i] * x[i];
    for (let i = k + 1; i < d; i++) x[i] -= 2 * along * reflectors[k * d + i];
  }
}

function rotate(rows: Float64Array, d: number, i: number, sine: number, cosine: number): void {
  for (let low = i * d, high = low + d; low < (i + 1) * d; low++, high++) {
    const turned = rows[high];
    rows[high] = sine * rows[low] + cosine * turned;
    rows[low] = cosine * rows[low] - sine * turned;
  }
}

function identity(d: number): Float64Array {
  const rows = new Float64Array(d * d);
  for (let i = 0; i < d; i++) rows[i * d + i] = 1;
  return rows;
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
function qlStep(
  diagonal: Float64Array,
  beside: Float64Array,
  from: number,
  to: number,
  rotate?: Rotate,
): void {
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
    rotate?.(i, sine, cosine);
  }
  diagonal[from] -= moved;
  beside[from] = g;
  beside[to] = 0;
}
