import { EigenvalueDecomposition, Matrix } from 'ml-matrix';

/** The leading eigenpairs of a symmetric matrix, largest eigenvalue first. */
export interface Eigen {
  readonly values: Float64Array;
  /** `[k, d]`, row-major: one unit eigenvector per row. */
  readonly vectors: Float64Array;
}

/** The k largest eigenvalues of a symmetric `[d, d]` matrix and their eigenvectors. */
export function symmetricEigen(matrix: Float64Array, d: number, k: number): Eigen {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(
    Matrix.from1DArray(d, d, matrix),
    { assumeSymmetric: true },
  );
  const vectors = new Float64Array(k * d);
  for (let r = 0; r < k; r++) vectors.set(eigenvectorMatrix.getColumn(d - 1 - r), r * d);
  return { values: Float64Array.from(realEigenvalues.reverse().slice(0, k)), vectors };
}

/** scikit-learn's sign rule: the entry of largest magnitude of each row becomes positive. */
export function fixSigns(rows: Float64Array, d: number): void {
  for (let start = 0; start < rows.length; start += d) {
    const row = rows.subarray(start, start + d);
    const largest = row.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    if (largest < 0) for (let j = 0; j < d; j++) row[j] = -row[j];
  }
}
