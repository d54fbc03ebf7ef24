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
  expect(fullAnalysis(record(10, [32], [28, 28, 1]))).toEqual({
    svd: true,
    judge: 'lenet5',
    overlap,
    latents: true,
    bytes: true,
  });
  expect(fullAnalysis(record(1, [16384], [28, 28, 1]))).toEqual({
    svd: false,
    overlap,
    latents: false,
    bytes: true,
  });
  expect(fullAnalysis(record(10, [32], [8, 8, 1]))).not.toHaveProperty('judge');
});
