import { random } from '@aelab/kernels/random';
import { EigenvalueDecomposition, Matrix } from 'ml-matrix';
import { describe, expect, it } from 'vitest';
import { symmetricEigenvalues } from './eigenvalues.js';

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
