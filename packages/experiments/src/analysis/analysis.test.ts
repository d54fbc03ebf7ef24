import type { RunRecord } from '@aelab/viz';
import { expect, it } from 'vitest';
import { fullAnalysis } from './analysis.js';

const record = (classes: number, latentShape: number[], imageShape: number[]) =>
  ({
    model: { latentShape },
    data: { imageShape },
    test: { perClass: Array.from({ length: classes }, () => ({})) },
    baselines: latentShape[0] < 100 ? { pca: {} } : {},
  }) as unknown as RunRecord;

it('fullAnalysis asks for every part that a run allows', () => {
  const overlap = { pairs: 1000, engine: 'barnes-hut' };
  const always = { overlap, bytes: true, noise: true, strangers: true, pictures: true };
  expect(fullAnalysis(record(10, [32], [28, 28, 1]))).toEqual({
    ...always,
    svd: true,
    judge: 'lenet5',
    latents: true,
  });
  expect(fullAnalysis(record(1, [16384], [28, 28, 1]))).toEqual({ ...always, svd: false, latents: false });
  expect(fullAnalysis(record(10, [32], [8, 8, 1]))).not.toHaveProperty('judge');
});
