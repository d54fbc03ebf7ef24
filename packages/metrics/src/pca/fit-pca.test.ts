import { imageBatch, selectImages } from '@aelab/images';
import type { ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels';
import { describe, expect, it } from 'vitest';
import { fitPca, fitPcaToStream, fitSvd } from './fit-pca.js';
import { pcaDecode, pcaEncode, pcaErrorCurve } from './linear-basis.js';

/** X[i][j] = ((37i + 101j + i·j²) mod 97) / 96, 60 × 6. */
const golden = imageBatch(
  Float64Array.from({ length: 360 }, (_, e) => {
    const i = Math.floor(e / 6);
    const j = e % 6;
    return ((37 * i + 101 * j + i * j * j) % 97) / 96;
  }),
  [60, 1, 6, 1],
);

const { uint32 } = random(3);
const bytes = imageBatch(
  Uint8Array.from({ length: 50 * 21 }, () => uint32() & 255),
  [50, 3, 7, 1],
);

const close = (actual: ArrayLike<number>, expected: ArrayLike<number>, digits = 12) => {
  expect(actual.length).toBe(expected.length);
  Array.from(actual).forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
};

const meanSquare = (a: ImageBatch, b: ImageBatch) =>
  Float64Array.from(a.data, (value, i) => (value - b.data[i]) ** 2).reduce((x, y) => x + y) / a.data.length;

describe('fitPca', () => {
  it('has the components, variances and ratios of scikit-learn 1.9.1', () => {
    const pca = fitPca(golden, { components: 6 });
    close(
      pca.explainedVarianceRatio,
      [
        0.2230835634957026, 0.19261584316896305, 0.177402338337392, 0.14694384531745158, 0.13812140342843174,
        0.12183300625205919,
      ],
      14,
    );
    close(
      pca.explainedVariance,
      [
        0.11687293943355827, 0.10091097443431161, 0.09294065604379244, 0.0769835252082635, 0.0723614692378721,
        0.06382801734731808,
      ],
      14,
    );
    close(
      pca.components.subarray(0, 6),
      [
        -0.29580379022433784, 0.3996304232229259, -0.37966483568174014, 0.5591690884671943,
        0.3798856050515599, -0.3894446207713176,
      ],
    );
  });

  it('keeps the first components when fewer are asked', () => {
    const all = fitPca(bytes, { components: 21 });
    const few = fitPca(bytes, { components: 4 });
    close(few.components, all.components.subarray(0, 4 * 21), 10);
    close(few.explainedVarianceRatio, all.explainedVarianceRatio.subarray(0, 4));
  });

  it('gives the unit range whatever range the images declare', () => {
    const unit = imageBatch(
      Float64Array.from(bytes.data, (value) => value / 255),
      bytes.shape,
    );
    const symmetric = imageBatch(
      Float64Array.from(bytes.data, (value) => value / 127.5 - 1),
      bytes.shape,
      [-1, 1],
    );
    for (const images of [unit, symmetric]) {
      close(fitPca(images, { components: 5 }).mean, fitPca(bytes, { components: 5 }).mean);
      close(fitPca(images, { components: 5 }).components, fitPca(bytes, { components: 5 }).components, 10);
      close(fitSvd(images, { components: 5 }).components, fitSvd(bytes, { components: 5 }).components, 10);
    }
  });

  it('refuses one image, and components that there cannot be', () => {
    expect(() => fitPca(imageBatch(new Uint8Array(4), [1, 2, 2, 1]), { components: 1 })).toThrow(
      'there are 1 images',
    );
    for (const components of [0, 1.5, 22, NaN])
      expect(() => fitPca(bytes, { components })).toThrow(
        `components is ${components}; it must be a whole number from 1 to 21`,
      );
  });
});

describe('fitPcaToStream', () => {
  const part = (from: number, to: number) =>
    selectImages(
      bytes,
      Array.from({ length: to - from }, (_, i) => from + i),
    );

  it('fits batches as it fits all images at once, to the last digit', async () => {
    const options = { components: 5 };
    expect(await fitPcaToStream([part(0, 13), part(13, 14), part(14, 50)], options)).toEqual(
      fitPca(bytes, options),
    );
  });

  it('refuses no batches, and batches that differ', async () => {
    await expect(fitPcaToStream([], { components: 1 })).rejects.toThrow('there are no batches');
    const unit = imageBatch(new Float32Array(21), [1, 3, 7, 1]);
    await expect(fitPcaToStream([bytes, unit], { components: 1 })).rejects.toThrow(
      'range [0,1] and the first',
    );
  });
});

describe('fitPca to images of more than 4,096 values', () => {
  /** The same images with many black pixels around them. */
  const widened = (small: Float64Array | Float32Array | Uint8Array) => {
    const Kind = small.constructor as new (length: number) => typeof small;
    const wide = new Kind(30 * 4100);
    for (let i = 0; i < 30; i++) wide.set(small.subarray(i * 25, (i + 1) * 25), i * 4100 + 1000);
    return [imageBatch(small, [30, 5, 5, 1]), imageBatch(wide, [30, 41, 100, 1])];
  };
  const waves = Float64Array.from({ length: 30 * 25 }, (_, e) => Math.sin(e * e) / 2 + 0.5);

  it.each([
    ['Float64', waves, 4],
    ['Float32', Float32Array.from(waves), 12],
    ['bytes', Uint8Array.from(waves, (value) => 255 * value), 4],
    ['images of which two thirds are one and the same', waves.map((value, e) => (e < 500 ? 0.5 : value)), 12],
  ] as const)('has the components that the covariance of the pixels has: %s', (_name, data, k) => {
    const [small, wide] = widened(data);
    const expected = fitPca(small, { components: k });
    const { explainedVariance, explainedVarianceRatio, components } = fitPca(wide, { components: k });
    const spanned = expected.explainedVariance.filter((value) => value > 1e-12).length;
    close(explainedVariance, expected.explainedVariance, 9);
    close(explainedVarianceRatio, expected.explainedVarianceRatio, 9);
    for (let r = 0; r < spanned; r++)
      close(
        components.subarray(r * 4100 + 1000, r * 4100 + 1025),
        expected.components.subarray(r * 25, (r + 1) * 25),
        7,
      );
    for (let r = 0; r < k; r++)
      expect(Math.hypot(...components.subarray(r * 4100, (r + 1) * 4100))).toBeCloseTo(1, 9);
  });
});

describe('pcaErrorCurve', () => {
  it('has the 2-component error of scikit-learn 1.9.1', () => {
    expect(pcaErrorCurve(fitPca(golden, { components: 2 }), golden)[2]).toBeCloseTo(0.05016862889554869, 14);
  });

  it.each([
    ['PCA', fitPca(bytes, { components: 21 })],
    ['SVD', fitSvd(bytes, { components: 21 })],
  ])('is the error of decoding with the first k components (%s)', (_name, basis) => {
    const unseen = imageBatch(
      Float32Array.from({ length: 30 * 21 }, (_, i) => ((i * 37) % 101) / 100),
      [30, 3, 7, 1],
    );
    const curve = pcaErrorCurve(basis, unseen);
    const latents = pcaEncode(basis, unseen);
    for (const k of [1, 2, 9, 20, 21]) {
      const firstK = latents.filter((_, e) => e % 21 < k);
      expect(meanSquare(pcaDecode(basis, firstK, k), unseen)).toBeCloseTo(curve[k], 7);
    }
  });

  it('is the total variance left out, on the images it was fitted to', () => {
    const pca = fitPca(bytes, { components: 21 });
    const curve = pcaErrorCurve(pca, bytes);
    const left = pca.explainedVariance.subarray(5).reduce((a, b) => a + b);
    expect(curve[5]).toBeCloseTo((left * 49) / 50 / 21, 12);
  });
});

describe('fitSvd', () => {
  it('is best without a mean: no worse than PCA whose mean is left out, and behind PCA that has one', () => {
    const pca = fitPca(bytes, { components: 5 });
    const withoutMean = { ...pca, mean: new Float64Array(21) };
    const error = pcaErrorCurve(fitSvd(bytes, { components: 5 }), bytes)[5];
    expect(error).toBeLessThan(pcaErrorCurve(withoutMean, bytes)[5]);
    expect(error).toBeGreaterThan(pcaErrorCurve(pca, bytes)[5]);
  });
});

describe('pcaDecode', () => {
  it('refuses rows that are not whole, and images of another shape', () => {
    const pca = fitPca(bytes, { components: 4 });
    expect(() => pcaDecode(pca, new Float64Array(7))).toThrow('there are 7 latent values');
    expect(() => pcaDecode(pca, new Float64Array(10), 5)).toThrow('k is 5');
    expect(() => pcaEncode(pca, golden)).toThrow('images have shape [1,6,1]');
  });
});
