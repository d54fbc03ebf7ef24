import { random } from '@aelab/kernels/random';
import { combinations, innerProducts } from './row-products.js';
import { symmetricEigen } from './symmetric-eigen.js';
import type { Eigen } from './symmetric-eigen.js';

/** A symmetric matrix by what it does: takes vectors, the rows of `[rows, d]`, and gives each times the matrix. */
export type SymmetricOperator = (vectors: Float64Array) => Float64Array;

/** Vectors that the subspace grows by; of a repeated eigenvalue, at least this many copies are found. */
const blockSize = 8;

/**
 * The k largest eigenvalues of a positive semidefinite matrix and their eigenvectors, where k is well below d: by the
 * block Krylov subspace V, A²V, A⁴V, … of a few random vectors, kept orthonormal, and the eigenpairs of the small matrix
 * that A is in it. With A² it needs fewer vectors than with A, and solving for the small matrix costs most; with A⁴
 * rounding would hide the smaller eigenvalues. The subspace grows until every pair satisfies `‖Av − λv‖ ≤ 1e-12 λ₁`. Deterministic.
 *
 * @see Golub and Underwood, "The block Lanczos method for computing eigenvalues", 1977
 */
export function leadingEigen(multiply: SymmetricOperator, d: number, k: number): Eigen {
  const space = { d, basis: new Float64Array(0), images: new Float64Array(0) };
  grow(space, multiply, Math.ceil((k + Math.min(k + 48, k / 2 + 112)) / blockSize));
  for (;;) {
    const size = space.basis.length / d;
    const small = symmetricEigen(innerProducts(space.basis, space.images, d), size, k);
    const eigen = { values: small.values, vectors: combinations(small.vectors, space.basis, d) };
    if (size === d || converged(eigen, combinations(small.vectors, space.images, d))) return eigen;
    grow(space, multiply, Math.ceil(k / 2 / blockSize) + 4);
  }
}

interface Subspace {
  readonly d: number;
  /** `[size, d]`, orthonormal rows. */
  basis: Float64Array;
  /** `[size, d]`: each row of the basis times the matrix. */
  images: Float64Array;
}

function grow(space: Subspace, multiply: SymmetricOperator, blocks: number): void {
  const { d } = space;
  const size = Math.min(d, space.basis.length / d + blocks * blockSize);
  const { normal } = random(0, 'leadingEigen', space.basis.length);
  const basis = enlarged(space.basis, size * d);
  const images = enlarged(space.images, size * d);
  for (let start = space.basis.length; start < basis.length;) {
    const end = Math.min(basis.length, start + blockSize * d);
    const block = basis.subarray(start, end);
    if (start > 0) block.set(multiply(images.subarray(start - block.length, start)));
    orthonormalise(block, basis.subarray(0, start), d, normal);
    images.set(multiply(block), start);
    start = end;
  }
  Object.assign(space, { basis, images });
}

function enlarged(array: Float64Array, length: number): Float64Array {
  const larger = new Float64Array(length);
  larger.set(array);
  return larger;
}

/**
 * Gram and Schmidt, twice, because once leaves rounding errors: makes the rows of a block orthonormal, and orthogonal
 * to those before them. A row that the others span already gives way to a random one.
 */
function orthonormalise(block: Float64Array, before: Float64Array, d: number, normal: () => number): void {
  for (let pass = 0; pass < 2; pass++) {
    const rows = Array.from({ length: block.length / d }, (_, r) => block.subarray(r * d, (r + 1) * d));
    const lengths = rows.map(norm);
    removeSpan(block, before, d);
    rows.forEach((row, r) => {
      const earlier = block.subarray(0, r * d);
      removeSpan(row, earlier, d);
      while (norm(row) <= 1e-10 * lengths[r]) {
        for (let t = 0; t < d; t++) row[t] = normal();
        lengths[r] = norm(row);
        removeSpan(row, before, d);
        removeSpan(row, earlier, d);
      }
      normalise(row);
    });
  }
}

/** Subtracts from each row what the orthonormal others span of it. */
function removeSpan(rows: Float64Array, others: Float64Array, d: number): void {
  if (others.length === 0) return;
  const span = combinations(innerProducts(rows, others, d), others, d);
  for (let t = 0; t < rows.length; t++) rows[t] -= span[t];
}

function converged({ values, vectors }: Eigen, images: Float64Array): boolean {
  const d = vectors.length / values.length;
  return values.every((value, r) => {
    const place = [r * d, (r + 1) * d] as const;
    return norm(residual(images.subarray(...place), value, vectors.subarray(...place))) <= 1e-12 * values[0];
  });
}

/** `Av − λv` */
function residual(image: Float64Array, value: number, vector: Float64Array): Float64Array {
  return image.map((part, t) => part - value * vector[t]);
}

function normalise(vector: Float64Array): void {
  const length = norm(vector);
  for (let t = 0; t < vector.length; t++) vector[t] /= length;
}

function norm(vector: Float64Array): number {
  let sum = 0;
  for (const value of vector) sum += value * value;
  return Math.sqrt(sum);
}
