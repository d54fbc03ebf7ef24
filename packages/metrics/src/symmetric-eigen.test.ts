import { random } from '@aelab/kernels/random';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { symmetricEigen, symmetricEigenvalues } from './symmetric-eigen.js';

const { normal } = random(0, 'eigenvalues');
const sorted = (values: Iterable<number>) => [...values].sort((a, b) => a - b);

function gram(d: number, rank: number): Float64Array {
  const rows = Array.from({ length: rank }, () =>
    Array.from({ length: d }, () => 10 ** (2 * normal()) * normal()),
  );
  return Float64Array.from({ length: d * d }, (_, at) =>
    rows.reduce((sum, row) => sum + row[Math.floor(at / d)] * row[at % d], 0),
  );
}

describe('symmetricEigenvalues', () => {
  it.each([
    [1, 1],
    [2, 2],
    [3, 1],
    [10, 10],
    [40, 12],
    [64, 64],
  ])('of %i × %i with rank %i, as ml-matrix 6.15 to rounding', (d, rank) => {
    const matrix = gram(d, rank);
    const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(d, d, matrix), {
      assumeSymmetric: true,
    });
    const values = sorted(symmetricEigenvalues(matrix, d));
    sorted(realEigenvalues).forEach((value, i) =>
      expect(Math.abs(values[i] - value)).toBeLessThan(1e-13 * Math.max(...realEigenvalues)),
    );
  });
  it('of a diagonal, of nothing and of negative numbers', () => {
    expect(sorted(symmetricEigenvalues(Float64Array.from([3, 0, 0, -2]), 2))).toEqual([-2, 3]);
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
    const [a, b] = sorted(symmetricEigenvalues(Float64Array.from([0, 1, 1, 0]), 2));
    expect(a).toBeCloseTo(-1, 15);
    expect(b).toBeCloseTo(1, 15);
  });
});

describe('symmetricEigen', () => {
  it.each([
    [1, 1],
    [2, 2],
    [10, 10],
    [40, 12],
    [64, 64],
  ])(
    'of %i × %i with rank %i, as ml-matrix 6.15: the same values, unit vectors that the matrix stretches',
    (d, rank) => {
      const matrix = gram(d, rank);
      const { realEigenvalues } = new EigenvalueDecomposition(Matrix.from1DArray(d, d, matrix), {
        assumeSymmetric: true,
      });
      const { values, vectors } = symmetricEigen(matrix, d, d);
      const largest = values[0];
      sorted(realEigenvalues)
        .reverse()
        .forEach((value, i) => expect(Math.abs(values[i] - value)).toBeLessThan(1e-13 * largest));
      const row = (r: number) => vectors.subarray(r * d, (r + 1) * d);
      const product = (a: Float64Array, b: Float64Array) =>
        a.reduce((sum, value, i) => sum + value * b[i], 0);
      for (let r = 0; r < d; r++) {
        for (let s = 0; s < d; s++) expect(product(row(r), row(s))).toBeCloseTo(r === s ? 1 : 0, 12);
        for (let i = 0; i < d; i++)
          expect(
            Math.abs(product(matrix.subarray(i * d, (i + 1) * d), row(r)) - values[r] * row(r)[i]),
          ).toBeLessThan(1e-13 * d * largest);
      }
    },
  );
  it('gives as many as are asked for, the largest first', () => {
    const { values, vectors } = symmetricEigen(Float64Array.from([1, 0, 0, 0, 3, 0, 0, 0, 2]), 3, 2);
    expect([...values]).toEqual([3, 2]);
    expect(Array.from(vectors, Math.abs)).toEqual([0, 1, 0, 0, 0, 1]);
  });
});
