import { describe, expect, it } from 'vitest';
import { matrixProduct, productInJavaScript } from './matrix-product.js';
import { random } from './random.js';

const matrix = (length: number) => Float32Array.from({ length }, random(4, length).normal);

describe.each([
  [1, 1, 1],
  [3, 5, 7],
  [4, 8, 8],
  [5, 9, 3],
  [33, 17, 700],
  [130, 1030, 5],
])('matrixProduct of %i × %i, sums of %i', (m, n, k) => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])('agrees with its JavaScript twin, transposed: %s, %s', (transposeA, transposeB) => {
    const shape = { m, n, k, transposeA, transposeB };
    const [a, b] = [matrix(m * k), matrix(k * n)];
    const twin = productInJavaScript(a, b, shape);
    const errors = matrixProduct(a, b, shape).map((value, i) => Math.abs(value - twin[i]));
    expect(errors.reduce((worst, error) => Math.max(worst, error))).toBeLessThan(1e-5 * Math.sqrt(k));
  });
});

describe('matrixProduct', () => {
  it('of empty sums is zero', () => {
    expect(matrixProduct(new Float32Array(0), new Float32Array(0), { m: 1, n: 2, k: 0 })).toEqual(
      new Float32Array(2),
    );
  });

  it('says which operand does not fit', () => {
    expect(() => matrixProduct(new Float32Array(6), new Float32Array(5), { m: 2, n: 2, k: 3 })).toThrow(
      'b has 5 values; shape [3,2] needs 6',
    );
  });
});
