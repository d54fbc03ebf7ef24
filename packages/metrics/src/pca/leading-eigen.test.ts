import { random } from '@aelab/kernels';
import { expect, it } from 'vitest';
import { leadingEigen } from './leading-eigen.js';
import { combinations, innerProducts } from './row-products.js';
import { symmetricEigen } from './symmetric-eigen.js';

const { normal } = random(4);

/** A symmetric matrix with the given eigenvalues and random eigenvectors. */
function matrixOf(values: number[]): Float64Array {
  const d = values.length;
  const gram = innerProducts(
    Float64Array.from({ length: d * d }, normal),
    Float64Array.from({ length: d * d }, normal),
    d,
  );
  const symmetric = gram.map((value, e) => value + gram[(e % d) * d + Math.floor(e / d)]);
  const { vectors } = symmetricEigen(symmetric, d, d);
  const scaled = vectors.map((value, e) => value * Math.sqrt(values[Math.floor(e / d)]));
  const transposed = scaled.map((_, e) => scaled[(e % d) * d + Math.floor(e / d)]);
  return innerProducts(transposed, transposed, d);
}

const fading = Array.from({ length: 150 }, (_, r) => 0.9 ** r);

it.each([
  ['that fade', fading],
  ['of which some are equal', fading.map((_, r) => 1 / (1 + Math.floor(r / 3)))],
  ['most of which are zero', fading.map((value, r) => (r < 12 ? value : 0))],
  ['that are all equal', fading.map(() => 2)],
])('leadingEigen finds the first eigenpairs among eigenvalues %s', (_name, expected) => {
  const matrix = matrixOf(expected);
  const { values, vectors } = leadingEigen((rows) => innerProducts(rows, matrix, 150), 150, 10);
  values.forEach((value, r) => expect(value).toBeCloseTo(expected[r], 11));
  innerProducts(vectors, vectors, 150).forEach((product, e) =>
    expect(product).toBeCloseTo(e % 11 === 0 ? 1 : 0, 11),
  );
  const images = innerProducts(vectors, matrix, 150);
  images.forEach((value, e) => expect(value).toBeCloseTo(values[Math.floor(e / 150)] * vectors[e], 10));
});

it('combinations and innerProducts are matrix products, whatever the counts of rows', () => {
  for (const [p, q, d] of [
    [1, 1, 1],
    [2, 3, 5],
    [5, 9, 4],
  ]) {
    const [a, b, c] = [p * d, q * d, p * q].map((length) => Float64Array.from({ length }, normal));
    const inner = innerProducts(a, b, d);
    const combined = combinations(c, b, d);
    for (let i = 0; i < p; i++) {
      for (let j = 0; j < q; j++) {
        let sum = 0;
        for (let t = 0; t < d; t++) sum += a[i * d + t] * b[j * d + t];
        expect(inner[i * q + j]).toBeCloseTo(sum, 12);
      }
      for (let t = 0; t < d; t++) {
        let sum = 0;
        for (let j = 0; j < q; j++) sum += c[i * q + j] * b[j * d + t];
        expect(combined[i * d + t]).toBeCloseTo(sum, 12);
      }
    }
  }
});
