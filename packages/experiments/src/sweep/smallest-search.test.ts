import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchSmallest, type Goal, type SearchSpace } from './smallest-search.js';
import type { Outcome, Wish } from './sweep-job.js';

const goal: Goal = { figure: 'test.mse', comparison: '<=', bound: 0.01 };
const space = (bounds: [number, number], seeds = [0]): SearchSpace => ({
  changes: { 'model.hidden': [8] },
  field: 'model.latentDim',
  bounds,
  seeds,
});

/** Answers wishes until the search has its answer, as a sweep does; gives the number of runs it took. */
function search(over: SearchSpace, outcome: (value: number, seed: number) => Outcome, sought = goal) {
  const outcomes = new Map<string, Outcome>();
  const key = (wish: Wish) => JSON.stringify(wish.changes);
  for (let round = 0; round < 1000; round++) {
    const { wishes, answer } = searchSmallest(over, sought, (wish) => outcomes.get(key(wish)));
    if (answer) return { answer, runs: outcomes.size };
    for (const wish of wishes)
      outcomes.set(key(wish), outcome(Number(wish.changes['model.latentDim']), Number(wish.changes['seed'])));
  }
  throw new Error('the search does not end');
}

const mse = (value: number): Outcome => ({ state: 'finished', figures: { 'test.mse': value } });

describe('searchSmallest', () => {
  it('finds the threshold of a falling figure, in as many runs as bisection needs', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), (threshold) => {
        const found = search(space([1, 256]), (value) => mse(value >= threshold ? 0.009 : 0.02));
        expect(found.answer).toMatchObject({ value: threshold, mean: 0.009 });
        expect(found.runs).toBeLessThanOrEqual(1 + 8 + 1);
      }),
    );
  });

  it('walks on where the first seed was lucky or unlucky, to where the mean over the seeds meets the goal', () => {
    // The first seed reaches 0.01 from 10 on, the mean of the three from 13 on: (1.5 · 0.1 + 0.1 + ...) / value.
    const seedFactor = [1, 1.5, 1.4];
    const found = search(space([1, 256], [0, 1, 2]), (value, seed) => mse((0.1 * seedFactor[seed]) / value));
    expect(found.answer).toMatchObject({ value: 13 });
    const unlucky = [1.5, 1, 1.4];
    expect(
      search(space([1, 256], [0, 1, 2]), (value, seed) => mse((0.1 * unlucky[seed]) / value)).answer,
    ).toMatchObject({ value: 13 });
  });

  it('reports the mean one below, which misses the goal', () => {
    const { answer } = search(space([1, 64], [0, 1]), (value) => mse(0.1 / value));
    expect(answer).toEqual({ value: 10, figures: [0.01, 0.01], mean: 0.01, meanBelow: 0.1 / 9 });
  });

  it('searches upwards for a figure that is better when higher', () => {
    const psnr = (value: number): Outcome => ({ state: 'finished', figures: { 'test.psnr': value } });
    const sought: Goal = { figure: 'test.psnr', comparison: '>=', bound: 20 };
    expect(search(space([1, 64]), (value) => psnr(value), sought).answer).toMatchObject({ value: 20 });
  });

  it('says so when even the largest value misses the goal', () => {
    expect(search(space([1, 64]), () => mse(0.5)).answer).toEqual({
      why: 'even model.latentDim=64 reaches only test.mse 0.5; raise the upper bound',
    });
    const unlucky = search(space([1, 64], [0, 1]), (_, seed) => mse(seed === 0 ? 0.01 : 0.5));
    expect(unlucky.answer).toEqual({ why: expect.stringContaining('over the seeds even') as string });
  });

  it('takes a diverged run for one that misses the goal', () => {
    const { answer } = search(space([1, 8]), (value) =>
      value < 5 ? { state: 'finished', figures: { 'test.mse': 'NaN' } } : mse(0),
    );
    expect(answer).toMatchObject({ value: 5 });
  });

  it('gives no answer when a run that decides it failed, or has no such figure', () => {
    expect(search(space([1, 64]), () => ({ state: 'failed', cause: 'no memory' })).answer).toEqual({
      why: 'a run that decides it failed: no memory',
    });
    const { answer } = search(space([1, 64]), () => ({ state: 'finished', figures: { 'test.mae': 1 } }));
    expect(answer).toEqual({ why: 'goal: runs have no figure test.mse; they have test.mae' });
  });
});
