import { imageBatch, toUnitRange } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import { mse } from '../distortion/mse.js';
import { pcaDecode, pcaEncode, pcaErrorCurve } from '../pca/linear-basis.js';
import golden from '../pca/pca.golden.json' with { type: 'json' };
import { mean } from '../statistics/mean.js';
import {
  blockLatentSize,
  blockPcaDecode,
  blockPcaEncode,
  blockPcaErrorCurve,
  fitBlockPca,
} from './block-pca.js';
import { classPcaDecode, classPcaEncode, classPcaErrorCurve, fitClassPca } from './class-pca.js';
import { dctBasis } from './dct-basis.js';
import { downsampleBasis } from './downsample-basis.js';
import { linearBaselines } from './linear-baselines.js';

/** Images of 4 × 6 bytes; `tools/golden/pca.py` computes the same. */
const images = (from: number, to: number) =>
  imageBatch(
    Uint8Array.from({ length: (to - from) * 24 }, (_, e) => {
      const [n, y, x] = [from + Math.floor(e / 24), Math.floor(e / 6) % 4, e % 6];
      return (37 * n + 101 * y + 53 * x + n * y * x * x + n * n * (y + 1)) % 251;
    }),
    [to - from, 4, 6, 1],
  );
const train = { images: images(0, 40), labels: Array.from({ length: 40 }, (_, i) => i % 2) };
const test = { images: images(40, 60), labels: Array.from({ length: 20 }, (_, i) => i % 2) };
const errorOf = (reconstruction: ImageBatch) => mean(mse(toUnitRange(test.images), reconstruction));

describe('block-PCA', () => {
  const code = fitBlockPca(train.images, { stride: 2, channels: 2 });

  it('has the error of scikit-learn 1.9.1 on the blocks', () => {
    expect(blockPcaErrorCurve(code, test.images)[2]).toBeCloseTo(golden.blockPcaMse, 13);
  });

  it('decodes to that error, from as many latent values as it says', () => {
    const latents = blockPcaEncode(code, test.images);
    expect(latents.length).toBe(20 * blockLatentSize(code));
    expect(errorOf(blockPcaDecode(code, latents))).toBeCloseTo(golden.blockPcaMse, 7);
  });

  it('loses nothing with all channels, in whatever order the blocks lie', () => {
    const all = fitBlockPca(train.images, { stride: 2, channels: 4 });
    const decoded = blockPcaDecode(all, blockPcaEncode(all, test.images));
    decoded.data.forEach((value, e) => expect(value).toBeCloseTo(test.images.data[e] / 255, 6));
  });

  it('refuses a stride that does not divide the image', () => {
    expect(() => fitBlockPca(train.images, { stride: 3, channels: 1 })).toThrow(
      'stride is 3; it must divide height 4 and width 6',
    );
  });
});

describe('a PCA per class', () => {
  const code = fitClassPca(train.images, train.labels, 2, { components: 3 });

  it('has the error of scikit-learn 1.9.1, by the better PCA of each image', () => {
    expect(classPcaErrorCurve(code, test.images)[3]).toBeCloseTo(golden.classPcaMse, 13);
  });

  it('decodes to that error', () => {
    expect(errorOf(classPcaDecode(code, classPcaEncode(code, test.images)))).toBeCloseTo(
      golden.classPcaMse,
      7,
    );
  });

  it('refuses a class with too few images', () => {
    expect(() => fitClassPca(images(0, 4), [0, 0, 0, 1], 2, { components: 1 })).toThrow(
      'class 1 has 1 images',
    );
    expect(() => fitClassPca(images(0, 4), [0, 0, 2, 2], 3, { components: 1 })).toThrow(
      'class 1 has 0 images',
    );
  });
});

describe.each([
  ['dctBasis', dctBasis],
  ['downsampleBasis', downsampleBasis],
])('%s', (_name, basisOf) => {
  it.each([
    [[4, 6, 1], 6],
    [[6, 4, 3], 30],
    [[1, 9, 1], 4],
    [[9, 1, 2], 5],
    [[5, 7, 1], 35],
  ] as const)('is orthonormal for images %o and %i values', (imageShape, k) => {
    const { components, mean: centre } = basisOf(imageShape, k);
    const d = imageShape[0] * imageShape[1] * imageShape[2];
    const rows = components.length / d;
    expect(rows).toBeLessThanOrEqual(k);
    expect(rows).toBeGreaterThan(k / 3);
    expect(centre).toEqual(new Float64Array(d));
    for (let a = 0; a < rows; a++)
      for (let b = 0; b < rows; b++) {
        let product = 0;
        for (let e = 0; e < d; e++) product += components[a * d + e] * components[b * d + e];
        expect(product).toBeCloseTo(a === b ? 1 : 0, 12);
      }
  });

  it('refuses values that there cannot be', () => {
    for (const k of [0, 25, 1.5]) expect(() => basisOf([4, 6, 1], k)).toThrow(`k is ${k}`);
  });
});

it('dctBasis has the error of SciPy 1.17 with as many coefficients', () => {
  expect(pcaErrorCurve(dctBasis([4, 6, 1], 7), test.images)[7]).toBeCloseTo(golden.dctMse, 13);
});

it('downsampleBasis paints each cell with its mean', () => {
  const basis = downsampleBasis([2, 4, 1], 2);
  const image = imageBatch(new Float32Array([0, 0.5, 0.1, 0.2, 0.5, 1, 0.3, 0.4]), [1, 2, 4, 1]);
  const painted = pcaDecode(basis, pcaEncode(basis, image)).data;
  [0.5, 0.5, 0.25, 0.25, 0.5, 0.5, 0.25, 0.25].forEach((value, e) =>
    expect(painted[e]).toBeCloseTo(value, 6),
  );
});

describe('linearBaselines', () => {
  const { rows, curves } = linearBaselines(train, test, { latentSizes: [12, 6, 100], nClasses: 2 });
  const errors = (method: string) =>
    rows.filter((row) => row.method === method).map((row) => [row.latentSize, row.mse]);

  it('has a line for every method at every size, capped where PCA ends', () => {
    const sizes = [6, 12, 24];
    for (const method of ['pca', 'svd', 'dct', 'downsample'])
      expect(errors(method).map(([size]) => size)).toEqual(sizes);
    expect(errors('classPca').map(([size]) => size)).toEqual([6, 12]); // each class has 20 images
    expect(rows.filter(({ stride }) => stride === 2).map(({ latentSize }) => latentSize)).toEqual([
      6, 12, 24,
    ]);
  });

  it('agrees with its curves, which never rise', () => {
    for (const method of ['pca', 'svd', 'dct'] as const) {
      for (const [size, error] of errors(method)) expect(error).toBe(curves[method][size]);
      curves[method].forEach((error, k) => k > 0 && expect(error).toBeLessThanOrEqual(curves[method][k - 1]));
      expect(curves[method]).toHaveLength(25);
      expect(curves[method][24]).toBeCloseTo(0, 12);
    }
  });

  it('has the floors: PCA of no components is the mean image, SVD of none the black one', () => {
    expect(errors('mean')[0][1]).toBeCloseTo(curves.pca[0], 7);
    expect(errors('zero')[0][1]).toBeCloseTo(curves.svd[0], 7);
    expect(errors('classMean')).toHaveLength(1);
  });

  it('refuses sizes that are none', () => {
    for (const latentSizes of [[], [0], [2.5]])
      expect(() => linearBaselines(train, test, { latentSizes, nClasses: 2 })).toThrow(
        `latentSizes is [${latentSizes.join()}]`,
      );
  });
});
