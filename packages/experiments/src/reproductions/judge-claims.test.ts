import { describe, expect, it } from 'vitest';
import type { Claim } from './claim.js';
import { learnt } from './evidence.js';
import { judgeClaims } from './judge-claims.js';
import type { RunResult } from './results.js';

/** Three seeds of a group with one bottleneck each, and an error that `errorOf` makes up. */
function runs(errorOf: (latentDim: number, seed: number) => number | string): RunResult[] {
  return [0, 1, 2].flatMap((seed) =>
    [1, 2].map((latentDim) => ({
      ...{ group: 'mnist', seed, changes: { 'model.latentDim': latentDim }, address: 'a', backend: 'wasm' },
      ...({ test: { mse: errorOf(latentDim, seed) } } as unknown as Pick<
        RunResult,
        'data' | 'model' | 'training' | 'test' | 'baselines'
      >),
    })),
  );
}

const falls: Claim = {
  kind: 'seeded',
  claim: 'error falls with the bottleneck',
  quantity: 'error of one neuron less that of two',
  direction: 'above',
  bound: 0.01,
  because: 'a test',
  measure: ({ run }) =>
    run('mnist', { 'model.latentDim': 1 }).figure('test.mse') -
    run('mnist', { 'model.latentDim': 2 }).figure('test.mse'),
};

describe('judgeClaims', () => {
  it('says each of the three words, from records made up to deserve it', () => {
    const word = (step: number, noise: number) =>
      judgeClaims(
        [falls],
        runs((k, seed) => 0.1 - step * k + noise * seed * k),
      )[0].verdict;
    expect(word(0.03, 0.001)).toBe('holds');
    expect(word(-0.03, 0.001)).toBe('fails');
    expect(word(0.011, 0.005)).toBe('undecidable');
  });

  it('counts a seed only where all of its runs are there, and says what is missing', () => {
    const few = runs((k) => 1 / k).filter(
      ({ seed, changes }) => seed > 0 || changes['model.latentDim'] === 1,
    );
    expect(judgeClaims([falls], few)[0]).toMatchObject({ seeds: 2, verdict: 'undecidable' });
    const [none] = judgeClaims([falls], []);
    expect(none).toMatchObject({ values: [], why: 'not measured: there are no runs' });
  });

  it('judges a stated number by what it rounds to, without seeds', () => {
    const number = { kind: 'stated', claim: 'the ratio is 6.1', quantity: 'ratio' } as const;
    const word = (computed: number) =>
      judgeClaims([{ ...number, stated: 6.1, tolerance: 0.05, computed }], [])[0].verdict;
    expect([word(6.125), word(6.2)]).toEqual(['holds', 'fails']);
  });

  it('lists a claim that nothing measures', () => {
    const [result] = judgeClaims([{ kind: 'unmeasured', claim: 'x', why: 'no figure was given' }], []);
    expect(result).toEqual({ claim: 'x', verdict: 'undecidable', values: [], why: 'no figure was given' });
  });

  it('does not judge a network that is worse than the mean image', () => {
    const guarded: Claim = {
      ...falls,
      measure: ({ run }) => learnt(run('mnist', { 'model.latentDim': 1 })).figure('test.mse'),
    };
    const withFloor = runs(() => 0.08).map((run) => ({
      ...run,
      baselines: { mean: { mse: run.seed === 0 ? 0.07 : 0.09 } } as RunResult['baselines'],
    }));
    expect(judgeClaims([guarded], withFloor)[0]).toMatchObject({ seeds: 2, values: [0.08, 0.08] });
  });

  it('does not pass over a figure that is infinite', () => {
    expect(() =>
      judgeClaims(
        [falls],
        runs(() => 'Infinity'),
      ),
    ).toThrow(/needs a finite figure/);
  });
});
