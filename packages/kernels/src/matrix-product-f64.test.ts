import { describe, expect, it } from 'vitest';
import { matrixProduct, productEntry } from './matrix-product.js';
import { random } from './random.js';

const { normal } = random(9);
const transposes = [false, true].flatMap((transposeA) =>
  [false, true].map((transposeB) => ({ transposeA, transposeB })),
);

describe.each(transposes)('matrixProduct in f64, %o', (transpose) => {
  it.each([
    [1, 1, 1],
    [4, 4, 3],
    [5, 7, 2],
    [9, 2, 33],
    [3, 13, 1],
  ])('of %i × %i with sums of %i agrees with its JavaScript twin', (m, n, k) => {
    const shape = { m, n, k, ...transpose };
    const a = Float64Array.from({ length: m * k }, normal);
    const b = Float64Array.from({ length: k * n }, normal);
    const entry = productEntry(a, b, shape);
    const product = matrixProduct(a, b, shape);
    expect(product).toHaveLength(m * n);
    product.forEach((value, e) => expect(value).toBeCloseTo(entry(0, e), 12));
  });
});

describe('matrixProduct in f64', () => {
  it('keeps digits that f32 has not, and leaves nothing of an earlier call', () => {
    const [a, b] = [Float64Array.of(1 + 2 ** -40), Float64Array.of(1)];
    for (let call = 0; call < 2; call++)
      expect(matrixProduct(a, b, { m: 1, n: 1, k: 1 })[0]).toBe(1 + 2 ** -40);
    expect(matrixProduct(new Float64Array(0), new Float64Array(0), { m: 2, n: 2, k: 0 })).toEqual(
      new Float64Array(4),
    );
  });

  it('refuses operands of different precisions', () => {
    const b = new Float32Array(1) as unknown as Float64Array;
    expect(() => matrixProduct(new Float64Array(1), b, { m: 1, n: 1, k: 1 })).toThrow('different precisions');
  });
});
