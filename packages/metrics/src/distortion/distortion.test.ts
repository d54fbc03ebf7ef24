import { imageBatch, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { ink } from '../classes/ink.js';
import { mean } from '../statistics/mean.js';
import * as distortion from './index.js';

const { bandError, bandLoss, mae, mse, psnr, psnrOfMeanMse, rmse, rmseOfMeanMse, ssim } = distortion;
const grey = (value: number, side = 8, n = 1) =>
  imageBatch(new Float64Array(n * side * side).fill(value), [n, side, side, 1]);

describe('psnr', () => {
  it('is 48.13 dB for an error of one grey level at 8 bits', () => {
    const one = imageBatch(new Uint8Array(16).fill(1), [1, 4, 4, 1]);
    expect(psnr(imageBatch(new Uint8Array(16), [1, 4, 4, 1]), one)[0]).toBeCloseTo(20 * Math.log10(255), 12);
  });
  it('loses 20 dB when every error grows tenfold', () => {
    expect(psnr(grey(0), grey(0.02))[0] - psnr(grey(0), grey(0.2))[0]).toBeCloseTo(20, 12);
  });
  it('pooled, never exceeds the mean of the images', () => {
    const [x, y] = [noise(5, 0), noise(5, 1)];
    expect(psnrOfMeanMse(x, y)).toBeLessThan(distortion.meanPsnr(x, y));
    expect(psnrOfMeanMse(x, x)).toBe(Infinity);
  });
});

describe('rmse', () => {
  it('pooled, exceeds the mean of the images', () => {
    const [x, y] = [noise(5, 0), noise(5, 1)];
    expect(rmseOfMeanMse(x, y)).toBeGreaterThan(mean(rmse(x, y)));
    expect(rmseOfMeanMse(x, y) ** 2).toBeCloseTo(mean(mse(x, y)), 15);
  });
  it('lies between MAE and its √N-fold', () => {
    const [x, y] = [noise(3, 0), noise(3, 1)];
    rmse(x, y).forEach((value, i) => {
      expect(value).toBeGreaterThan(mae(x, y)[i]);
      expect(value).toBeLessThan(mae(x, y)[i] * Math.sqrt(14 * 14 * 3));
    });
  });
});

describe('mse', () => {
  it('counts every pixel of images with an odd number of them', () => {
    const [x, y] = [Float64Array.of(0.1, 0.5, 0.9), Float64Array.of(0.2, 0.4, 0.4)];
    const [error] = mse(imageBatch(x, [1, 1, 3, 1]), imageBatch(y, [1, 1, 3, 1]));
    expect(error).toBeCloseTo((0.01 + 0.01 + 0.25) / 3, 15);
  });
});

describe('the errors that name a distance', () => {
  it.each([
    ['mse', mse],
    ['mae', mae],
    ['rmse', rmse],
    ['gradientError', distortion.gradientError],
    ['ssim', ssim],
  ])('%s is symmetric', (_, metric) => {
    const [x, y] = [noise(3, 0), noise(3, 1)];
    expect([...metric(x, y)]).toEqual([...metric(y, x)]);
  });
});

describe('normalizedRootMse', () => {
  it('is 0 for a perfect copy of black and infinite for any other', () => {
    expect([...distortion.normalizedRootMse(grey(0), grey(0))]).toEqual([0]);
    expect([...distortion.normalizedRootMse(grey(0), grey(0.1), 'minMax')]).toEqual([Infinity]);
    expect(() => distortion.normalizedRootMse(grey(0), grey(0), 'max' as never)).toThrow(
      'denominator is max',
    );
  });
  it.each(['euclidean', 'minMax', 'mean'] as const)(
    'by %s, does not depend on where the range starts',
    (denominator) => {
      const [x, y] = [noise(3, 0), noise(3, 1)];
      const moved = distortion.normalizedRootMse(shifted(x), shifted(y), denominator);
      distortion.normalizedRootMse(x, y, denominator).forEach((value, i) => {
        expect(moved[i]).toBeCloseTo(value, 12);
      });
    },
  );

  it.each(['euclidean', 'minMax', 'mean'] as const)('by %s, takes each image by itself', (denominator) => {
    const [x, y] = [noise(3, 0), noise(3, 1)];
    const third = ({ data }: ImageBatch) => imageBatch(data.slice((2 * data.length) / 3), [1, 14, 14, 3]);
    const [alone] = distortion.normalizedRootMse(third(x), third(y), denominator);
    expect(distortion.normalizedRootMse(x, y, denominator)[2]).toBeCloseTo(alone, 14);
  });
});

describe('binaryCrossEntropy', () => {
  it('is the entropy of the original for a perfect copy, and nothing is below it', () => {
    const entropy = -(0.3 * Math.log(0.3) + 0.7 * Math.log(0.7));
    expect(distortion.binaryCrossEntropy(grey(0.3), grey(0.3))[0]).toBeCloseTo(entropy, 14);
    for (const other of [0.29, 0.31])
      expect(distortion.binaryCrossEntropy(grey(0.3), grey(other))[0]).toBeGreaterThan(entropy);
  });
  it('counts a sure and wrong value as 100 nats, as PyTorch does', () => {
    expect(distortion.binaryCrossEntropy(grey(1), grey(0))[0]).toBe(100);
  });
  it('refuses a reconstruction outside its range, and takes the ends of it', () => {
    expect(() => distortion.binaryCrossEntropy(grey(1), grey(1.01))).toThrow(
      'reconstruction value 0 is 1.01; all must lie in the range [0,1]',
    );
    expect(() => distortion.binaryCrossEntropy(grey(1), grey(-0.01))).toThrow('value 0 is -0.01');
    expect(distortion.binaryCrossEntropy(grey(1), grey(1))[0]).toBe(0);
  });
});

describe('ssim', () => {
  it('is 1 for constant equal images, and (2ab + C₁) / (a² + b² + C₁) for two greys', () => {
    expect(ssim(grey(0.5, 11), grey(0.5, 11))[0]).toBeCloseTo(1, 14);
    const expected = (2 * 0.2 * 0.7 + 1e-4) / (0.04 + 0.49 + 1e-4);
    for (const preset of ['wang', 'skimage', 'torchmetrics', 'piq'] as const)
      expect(ssim(grey(0.2, 11), grey(0.7, 11), preset)[0]).toBeCloseTo(expected, 12);
  });
  it('shrinks for piq from 384 pixels on, and wang does not', () => {
    const [x, y] = [stripes(384), grey(0.5, 384)];
    expect(ssim(x, y, 'piq')[0]).toBeGreaterThan(ssim(x, y)[0] + 0.5);
    const [u, v] = [stripes(383), grey(0.5, 383)];
    expect(ssim(u, v, 'piq')).toEqual(ssim(u, v));
  });
  it('names the side that its window needs', () => {
    expect(() => ssim(grey(0, 10), grey(0, 10))).toThrow('with preset wang each side must be 11 or more');
    expect(() => ssim(grey(0, 6), grey(0, 6), 'skimage')).toThrow('must be 7 or more');
    expect(() => ssim(grey(0, 5), grey(0, 5), 'torchmetrics')).toThrow('must be 6 or more');
    expect(() => distortion.msSsim(grey(0, 175), grey(0, 175))).toThrow('176 or more');
    expect(() => ssim(grey(0, 20), grey(0, 20), 'best' as never)).toThrow(
      'preset is best; it must be one of wang',
    );
    expect(ssim(grey(0, 6), grey(0, 6), 'torchmetrics')[0]).toBeCloseTo(1, 14);
  });
});

describe('reducedMsSsim', () => {
  it('has as many scales as keep 11 pixels', () => {
    const sides = [11, 21, 22, 28, 32, 43, 44, 96, 176, 1000];
    expect(sides.map((side) => distortion.msSsimScales(side, 2000))).toEqual([1, 1, 2, 2, 2, 2, 3, 4, 5, 5]);
  });
  it('is MS-SSIM itself from 176 pixels on, but for exponents that now sum to 1', () => {
    const [x, y] = [stripes(176), grey(0.4, 176)];
    expect(distortion.reducedMsSsim(x, y)[0]).toBeCloseTo(distortion.msSsim(x, y)[0] ** (1 / 1.0001), 12);
  });
});

describe('bandError', () => {
  it('adds up to MSE, in colour and in grey', () => {
    for (const channels of [1, 2, 3]) {
      const [x, y] = [noise(4, 0, channels), noise(4, 1, channels)];
      const { lumaLow, lumaHigh, chromaLow, chromaHigh } = bandError(x, y);
      mse(x, y).forEach((value, i) =>
        expect(lumaLow[i] + lumaHigh[i] + chromaLow[i] + chromaHigh[i]).toBeCloseTo(value, 13),
      );
    }
  });
  it('puts each pure error into its band', () => {
    const tinted = (f: (x: number, c: number) => number) =>
      imageBatch(
        Float64Array.from({ length: 192 }, (_, k) => 0.5 + 0.1 * f(Math.floor(k / 3) % 8, k % 3)),
        [1, 8, 8, 3],
      );
    const bandOf = (y: ImageBatch) =>
      Object.entries(
        bandError(
          tinted(() => 0),
          y,
        ),
      )
        .filter(([, [value]]) => value > 1e-10)
        .map(([band]) => band);
    const opposed = [1, 0, -1];
    expect(bandOf(tinted(() => 1))).toEqual(['lumaLow']);
    expect(bandOf(tinted((x) => (-1) ** x))).toContain('lumaHigh');
    expect(bandOf(tinted((_, c) => opposed[c]))).toEqual(['chromaLow']);
    expect(bandOf(tinted((x, c) => opposed[c] * [1, -1, -1, 1][x % 4]))).toEqual(['chromaHigh']);
  });
});

describe('bandLoss', () => {
  it('is 1 in every band for patches of mean colour, 0 for perfect copies', () => {
    const x = noise(3, 0);
    const flat = imageBatch(
      (x.data as Float64Array).map((_, k) => {
        const start = Math.floor(k / 588) * 588;
        const channel = [...x.data.slice(start, start + 588)].filter((_, j) => j % 3 === k % 3);
        return mean(channel);
      }),
      x.shape,
    );
    for (const value of Object.values(bandLoss(x, flat))) expect(value).toBeCloseTo(1, 12);
    for (const value of Object.values(bandLoss(x, x))) expect(value).toBe(0);
  });
  it('has no chroma to lose in grey images', () => {
    expect(bandLoss(stripes(16), grey(0, 16)).chromaLow).toBeNaN();
  });
});

describe('missingInk and addedInk', () => {
  it('split the absolute error per ink', () => {
    const [x, y] = [noise(4, 0), noise(4, 1)];
    const added = distortion.addedInk(x, y);
    const absolute = mae(x, y).map((error) => error * 14 * 14 * 3);
    distortion
      .missingInk(x, y)
      .forEach((missing, i) => expect(missing + added[i]).toBeCloseTo(absolute[i] / ink(x)[i], 12));
  });
  it('on a black original: no ink is missing, any added is infinite', () => {
    expect(distortion.missingInk(grey(0), grey(0.5))[0]).toBe(0);
    expect(distortion.addedInk(grey(0), grey(0.5))[0]).toBe(Infinity);
  });
});

describe('sharpnessRatio', () => {
  it('is the square of the contrast', () => {
    const dim = imageBatch(
      (stripes(12).data as Float64Array).map((v) => 0.5 * v),
      [1, 12, 12, 1],
    );
    expect(distortion.sharpnessRatio(stripes(12), dim)[0]).toBeCloseTo(0.25, 14);
  });
  it('is 1 for two flat images and infinite where only the original is flat', () => {
    expect(distortion.sharpnessRatio(grey(0), grey(1))[0]).toBe(1);
    expect(distortion.sharpnessRatio(grey(0), stripes(8))[0]).toBe(Infinity);
  });
});

describe('gradientError', () => {
  it('does not see a change of brightness', () => {
    const x = noise(2, 0);
    const brighter = imageBatch(
      (x.data as Float64Array).map((v) => v + 0.25),
      x.shape,
    );
    for (const value of distortion.gradientError(x, brighter)) expect(value).toBeCloseTo(0, 15);
  });
  it('needs two pixels', () => {
    expect(() => distortion.gradientError(grey(0, 1), grey(0, 1))).toThrow('2 pixels or more');
    const none = imageBatch(new Float32Array(0), [1, 2, 2, 0]);
    expect(() => distortion.gradientError(none, none)).toThrow('shape [2,2,0]');
    const step = imageBatch(new Float32Array([0, 0.5]), [1, 1, 2, 1]);
    expect(distortion.gradientError(step, imageBatch(new Float32Array(2), [1, 1, 2, 1]))[0]).toBe(0.5);
  });
});

describe('reconstructionDiversity', () => {
  it('is 0 for one answer to everything, 1 for copies, NaN for one image', () => {
    const x = noise(6, 0);
    expect(distortion.reconstructionDiversity(x, grey4(x, 0.3))).toBe(0);
    expect(distortion.reconstructionDiversity(x, x)).toBe(1);
    expect(distortion.reconstructionDiversity(grey(0), grey(1))).toBeNaN();
  });
  const grey4 = (like: ImageBatch, value: number) =>
    imageBatch(new Float64Array(like.data.length).fill(value), like.shape);
});

describe('error maps', () => {
  const [x, y] = [noise(4, 0), noise(4, 1)];
  it('average to MAE and MSE', () => {
    const maps = distortion.errorMaps(x, y);
    expect(maps).toMatchObject({ shape: [4, 14, 14, 1], range: [0, 1] });
    expect(mean(maps.data)).toBeCloseTo(mean(mae(x, y)), 7);
    expect(mean(distortion.mseByPlace(x, y))).toBeCloseTo(mean(mse(x, y)), 14);
  });
  it('need an image for a mean over images', () => {
    const none = imageBatch(new Float32Array(0), [0, 2, 2, 1]);
    expect(() => distortion.mseByPlace(none, none)).toThrow('0 images');
  });
});

describe('accumulate', () => {
  const [x, y] = [noise(4, 0), noise(4, 1)];
  it('pools as the whole batch does', () => {
    for (const [make, whole] of [
      [distortion.accumulatePsnrOfMeanMse, psnrOfMeanMse],
      [distortion.accumulateRmseOfMeanMse, rmseOfMeanMse],
    ] as const) {
      const stream = make();
      expect(stream.compute()).toBeNaN();
      stream.update(shifted(x), shifted(y));
      expect(stream.compute()).toBeCloseTo(whole(x, y), 12);
    }
  });
  it('is the mean of any metric', () => {
    const stream = distortion.accumulate(mse);
    stream.update(x, y);
    expect(stream.compute()).toBeCloseTo(mean(mse(x, y)), 15);
  });
  it('refuses to mix ranges', () => {
    const stream = distortion.accumulate(mse);
    stream.update(x, y);
    const bytes = imageBatch(new Uint8Array(4), [1, 2, 2, 1]);
    expect(() => stream.update(bytes, bytes)).toThrow('range [0,255] after others with [0,1]');
    expect(() => stream.merge({ count: 1, parts: [1], range: [0, 255] })).toThrow('range [0,255]');
  });
});

/** n noisy colour images of 14 × 14. */
function noise(n: number, seed: number, channels = 3): ImageBatch {
  const { uniform } = random(seed, 'distortion');
  return imageBatch(
    Float64Array.from({ length: n * 196 * channels }, (_, k) => uniform() ** (1 + k / 999)),
    [n, 14, 14, channels],
  );
}

/** The same images in a range that starts at 3. */
function shifted({ data, shape }: ImageBatch): ImageBatch {
  return imageBatch(
    Float64Array.from(data, (value) => value + 3),
    shape,
    [3, 4],
  );
}

function stripes(side: number): ImageBatch {
  return imageBatch(
    Float64Array.from({ length: side * side }, (_, k) => k % 2),
    [1, side, side, 1],
  );
}
