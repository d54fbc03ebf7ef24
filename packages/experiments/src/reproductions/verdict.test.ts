import { describe, expect, it } from 'vitest';
import { verdictsOf, type SeededEvidence } from './verdict.js';

const claim = (values: readonly number[], direction: 'above' | 'below' = 'above'): SeededEvidence => ({
  direction,
  bound: 1,
  values,
});
const words = (...claims: SeededEvidence[]) => verdictsOf(claims).map(({ verdict }) => verdict);

describe('verdictsOf', () => {
  it('holds where the interval lies wholly on the claimed side', () => {
    expect(words(claim([1.5, 1.6, 1.55]), claim([0.5, 0.6, 0.55], 'below'))).toEqual(['holds', 'holds']);
  });

  it('fails where it lies wholly on the other side, or short of the smallest effect', () => {
    expect(words(claim([0.5, 0.6, 0.55]), claim([1.5, 1.6, 1.55], 'below'))).toEqual(['fails', 'fails']);
  });

  it('cannot decide where the interval holds the bound', () => {
    expect(words(claim([0.8, 1.5, 2.3]))).toEqual(['undecidable']);
  });

  it('never decides with fewer than three seeds, however clear they are', () => {
    expect(words(claim([100, 100.1]), claim([100]), claim([]))).toEqual([
      'undecidable',
      'undecidable',
      'undecidable',
    ]);
  });

  it('does not count claims of fewer than three seeds as tests', () => {
    const [alone] = verdictsOf([claim([1.2, 1.3, 1.1])]);
    const [beside] = verdictsOf([claim([1.2, 1.3, 1.1]), claim([5, 6])]);
    expect(beside).toEqual(alone);
  });

  it("gives SciPy 1.17's t interval: 4.303 standard errors for three seeds", () => {
    const [{ interval = [NaN, NaN] }] = verdictsOf([claim([1, 2, 3])]);
    const margin = 4.302652729911275 / Math.sqrt(3);
    expect(interval[0]).toBeCloseTo(2 - margin, 9);
    expect(interval[1]).toBeCloseTo(2 + margin, 9);
  });

  it('takes back by Holm what one claim alone would decide', () => {
    const clear = claim([1.2, 1.3, 1.1]);
    expect(words(clear)).toEqual(['undecidable']);
    const clearer = claim([1.2, 1.25, 1.15]);
    expect(words(clearer)).toEqual(['holds']);
    expect(words(clearer, ...Array.from({ length: 9 }, () => claim([0, 1, 2])))[0]).toBe('undecidable');
  });

  it('asks less of the second claim once the first is decided, unlike Bonferroni', () => {
    const near = claim([1.19, 1.3, 1.41]); // p = 0.042 alone
    expect(words(near, claim([2, 2.01, 2.02]))).toEqual(['holds', 'holds']);
    expect(words(near, claim([0, 1, 2]))).toEqual(['undecidable', 'undecidable']);
  });

  it('decides exactly where the corrected p is at most 5 %', () => {
    const claims = [0.01, 0.05, 0.1, 0.2, 0.4].map((spread) => claim([1.3 - spread, 1.3, 1.3 + spread]));
    for (const { verdict, p = 1 } of verdictsOf(claims)) expect(verdict === 'holds').toBe(p <= 0.05);
  });

  it('decides what does not vary over the seeds, unless it is the bound itself', () => {
    expect(words(claim([2, 2, 2]), claim([0, 0, 0]), claim([1, 1, 1]))).toEqual([
      'holds',
      'fails',
      'undecidable',
    ]);
  });

  it('refuses a figure that is not a number', () => {
    expect(() => verdictsOf([claim([1, NaN, 2])])).toThrow(/seed 1 has NaN/);
  });
});
