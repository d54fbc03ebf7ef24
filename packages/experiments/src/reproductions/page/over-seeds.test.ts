import { describe, expect, it } from 'vitest';
import type { ReproductionResults, RunResult } from '../results.js';
import { computedOverSeeds, overSeeds } from './over-seeds.js';

/** Runs of one and of two latent values, of which the last seed lacks the second. */
const runs = [
  [0, 1, 0.5],
  [0, 2, 0.1],
  [1, 1, 0.7],
  [1, 2, 0.2],
  [2, 1, 0.9],
].map(([seed, latentDim, mse]) => ({
  ...{ group: 'mnist', seed, changes: { 'model.latentDim': latentDim }, test: { mse } },
})) as unknown as RunResult[];
const results = { runs } as unknown as ReproductionResults;

describe('overSeeds', () => {
  it('gives mean and interval over the seeds of the runs with these changes', () => {
    const figure = overSeeds(results, 'mnist', { 'model.latentDim': 2 }, 'test.mse');
    expect(figure?.values).toEqual([0.1, 0.2]);
    expect(figure?.mean).toBeCloseTo(0.15, 12);
    expect(figure?.interval?.[0]).toBeCloseTo(0.15 - 12.706204736 * 0.05, 9); // t of 1 degree of freedom
  });

  it('gives nothing where no run has the figure', () => {
    expect(overSeeds(results, 'mnist', {}, 'test.mse')).toBeUndefined();
    expect(overSeeds(results, 'mnist', { 'model.latentDim': 2 }, 'test.ssim')).toBeUndefined();
  });
});

describe('computedOverSeeds', () => {
  it('takes the seeds that have all runs that the figure needs', () => {
    const ratio = computedOverSeeds(results, ({ run }) => {
      const error = (k: number) => run('mnist', { 'model.latentDim': k }).figure('test.mse');
      return error(1) / error(2);
    });
    expect(ratio?.values).toEqual([0.5 / 0.1, 0.7 / 0.2]);
  });

  it('does not hide a mistake of the computation', () => {
    expect(() =>
      computedOverSeeds(results, () => {
        throw new RangeError('knee');
      }),
    ).toThrow('knee');
  });
});
