import { readFileSync } from 'node:fs';
import { imageBatch, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { psnr } from '../distortion/psnr.js';
import { denoisingGain, gaussianFilter, medianFilter, outOfDistribution, psnrGain } from './index.js';

/** Written by tools/golden/metrics-robustness.py. */
interface Golden {
  versions: Record<string, string>;
  median: Record<string, number[]>;
  gaussian: Record<string, number[]>;
  auroc: number;
  aupr: number;
  falsePositiveRate95: number;
}
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;

const pattern = Float64Array.from({ length: 60 }, (_, k) => {
  const [i, j, c] = [Math.floor(k / 10), Math.floor(k / 2) % 5, k % 2];
  return ((i * 7 + j * 13 + i * j + 5 * c) % 32) / 31;
});
const two = imageBatch(Float64Array.from([...pattern.map(() => 0.5), ...pattern]), [2, 6, 5, 2]);

describe(`as ${Object.entries(golden.versions).flat().join(' ')}`, () => {
  it.each(Object.keys(golden.median))('medianFilter %s × %s, edges and channels included', (size) => {
    const { data } = medianFilter(two, Number(size));
    expect([...data.slice(60)]).toEqual(golden.median[size]);
    expect(new Set(data.slice(0, 60))).toEqual(new Set([0.5]));
  });
  it.each(Object.keys(golden.gaussian))('gaussianFilter with σ = %s', (sigma) => {
    const { data } = gaussianFilter(two, Number(sigma));
    data.slice(60).forEach((v, k) => expect(v).toBeCloseTo(golden.gaussian[sigma][k], 14));
  });
  it('outOfDistribution, with ties', () => {
    const familiar = Array.from({ length: 90 }, (_, k) => ((37 * k) % 101) % 60);
    const foreign = Array.from({ length: 40 }, (_, k) => 20 + (((53 * k) % 97) % 60));
    const { auroc, aupr, falsePositiveRate95 } = outOfDistribution(familiar, foreign);
    expect(auroc).toBeCloseTo(golden.auroc, 14);
    expect(aupr).toBeCloseTo(golden.aupr, 14);
    expect(falsePositiveRate95).toBeCloseTo(golden.falsePositiveRate95, 14);
  });
});

describe('filters', () => {
  it('keep the type of bytes for the median, floats for the blur', () => {
    const bytes = imageBatch(new Uint8Array(9).fill(3), [1, 3, 3, 1]);
    expect(medianFilter(bytes, 3).data).toEqual(bytes.data);
    expect(gaussianFilter(bytes, 1).data).toBeInstanceOf(Float32Array);
    expect(gaussianFilter(bytes, 1).range).toEqual([0, 255]);
  });
  it('refuse sizes that are none', () => {
    expect(() => medianFilter(two, 2)).toThrow('size is 2');
    expect(() => gaussianFilter(two, 0)).toThrow('sigma is 0');
  });
});

describe('denoisingGain', () => {
  const { normal, uniform } = random(0, 'denoising');
  const clean = imageBatch(
    Float64Array.from({ length: 20 * 256 }, (_, k) => 0.5 + 0.3 * Math.sin((k % 16) / 3) * Math.cos(k / 900)),
    [20, 16, 16, 1],
  );
  const changed = (f: (v: number) => number) =>
    imageBatch((clean.data as Float64Array).map(f), clean.shape) satisfies ImageBatch;
  const noisy = changed((v) => v + 0.1 * normal());

  it('is 0 for an identity, 20 dB for a tenth of the error', () => {
    expect(denoisingGain(clean, noisy, noisy, { seed: 0 }).overNoisy).toEqual({ value: 0, interval: [0, 0] });
    const tenth = imageBatch(
      (noisy.data as Float64Array).map((v, k) => clean.data[k] + (v - clean.data[k]) / 10),
      clean.shape,
    );
    for (const gain of psnrGain(clean, noisy, tenth)) expect(gain).toBeCloseTo(20, 10);
  });
  it('is measured against each filter at its best', () => {
    const best = (filtered: ImageBatch[]) => Math.max(...filtered.map((f) => meanOf(psnr(clean, f))));
    const denoised = changed((v) => v + 0.02);
    const { overMedian, overGaussian } = denoisingGain(clean, noisy, denoised, { seed: 0, resamples: 50 });
    const after = meanOf(psnr(clean, denoised));
    expect(overMedian.value).toBeCloseTo(after - best([3, 5].map((s) => medianFilter(noisy, s))), 10);
    expect(overGaussian.value).toBeCloseTo(
      after - best([0.5, 0.75, 1, 1.5, 2].map((s) => gaussianFilter(noisy, s))),
      10,
    );
    expect(overGaussian.sigma).toBeGreaterThan(0.5);
  });
  it('knows that the median is the better filter for salt and pepper', () => {
    const salted = changed((v) => (uniform() < 0.1 ? Math.round(uniform()) : v));
    const { overMedian, overGaussian } = denoisingGain(clean, salted, salted, { seed: 0, resamples: 50 });
    expect(overMedian.value).toBeLessThan(overGaussian.value);
  });
  const meanOf = (values: Float64Array) => values.reduce((a, b) => a + b) / values.length;
});

describe('outOfDistribution', () => {
  it('is 1 for scores apart, ½ for the same scores, 0 for the wrong way round', () => {
    expect(outOfDistribution([1, 2], [3, 4])).toEqual({ auroc: 1, aupr: 1, falsePositiveRate95: 0 });
    expect(outOfDistribution([1, 2, 3], [1, 2, 3]).auroc).toBe(0.5);
    expect(outOfDistribution([3, 4], [1, 2])).toMatchObject({ auroc: 0, falsePositiveRate95: 1 });
  });
  it('does not change with a rising function of the scores', () => {
    const [a, b] = [
      [0.1, 0.5, 0.4],
      [0.3, 0.9, 0.45],
    ];
    const squares = (scores: number[]) => scores.map((s) => s * s);
    expect(outOfDistribution(squares(a), squares(b))).toEqual(outOfDistribution(a, b));
  });
  it('refuses no scores and NaN', () => {
    expect(() => outOfDistribution([], [1])).toThrow('0 familiar scores');
    expect(() => outOfDistribution([1], [NaN])).toThrow('foreign score 0 is NaN');
  });
});
