import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels';
import { describe, expect, it } from 'vitest';
import { pairOverlap } from './pair-overlap.js';
import type { PairOverlap } from './pair-overlap.js';
import { setOverlap } from './set-overlap.js';
import { tsneOverlap } from './tsne-overlap.js';

const { normal } = random(11);
const size = 150;
/** 150 points of five classes, far apart on the axes of a 6-dimensional space. */
const labels = Array.from({ length: size }, (_, i) => i % 5);
const sample = () => ({
  data: Float64Array.from(
    { length: size * 6 },
    (_, e) => normal() + (labels[Math.floor(e / 6)] === e % 6 ? 6 : 0),
  ),
  shape: [size, 6] as const,
});
const originals = sample();
const changed = (change: (value: number, e: number) => number) => ({
  ...originals,
  data: originals.data.map(change),
});
const classes = { labels, names: ['a', 'b', 'c', 'd', 'e'] };

/** What each kind of reconstruction must score. */
const knownAnswers = {
  identical: {
    reconstructions: originals,
    holds: ({ mixing, overlap, pairFidelity, medianDisplacement, p }: PairOverlap) => {
      expect({ mixing, overlap, pairFidelity, medianDisplacement, p }).toEqual({
        mixing: 0.5,
        overlap: 1,
        pairFidelity: 1,
        medianDisplacement: 0,
        p: 1,
      });
    },
  },
  'an independent sample': {
    reconstructions: sample(),
    holds: ({ overlap, pairFidelity, p }: PairOverlap) => {
      expect(overlap).toBeGreaterThan(0.93);
      expect(p).toBeGreaterThan(0.01);
      expect(pairFidelity).toBeLessThan(0.65); // 15 of the 30 of the class
    },
  },
  'a little noise': {
    reconstructions: changed((value) => value + 0.05 * normal()),
    holds: ({ overlap, pairFidelity, p }: PairOverlap) => {
      expect(overlap).toBeGreaterThan(0.97);
      expect(pairFidelity).toBe(1);
      expect(p).toBeGreaterThan(0.01);
    },
  },
  shifted: {
    reconstructions: changed((value, e) => value + (e % 6 === 5 ? 8 : 0)),
    holds: ({ overlap, p }: PairOverlap) => {
      expect(overlap).toBeLessThan(0.1);
      expect(p).toBe(0.001);
    },
  },
  shrunk: {
    reconstructions: changed((value, e) =>
      labels[Math.floor(e / 6)] === e % 6 ? 6 + 0.2 * (value - 6) : 0.2 * value,
    ),
    holds: ({ overlap, p }: PairOverlap) => {
      expect(overlap).toBeLessThan(0.8);
      expect(p).toBe(0.001);
    },
  },
  'one class lost': {
    reconstructions: changed((value, e) =>
      labels[Math.floor(e / 6)] === 2 ? 20 + 0.5 * normal() : value + 0.05 * normal(),
    ),
    holds: ({ overlap, p, perClass, worstClass }: PairOverlap) => {
      expect(p).toBe(0.001);
      expect(worstClass).toBe('c');
      expect(perClass[2]).toMatchObject({ label: 'c', n: 30, overlap: 0, p: 0.001 });
      expect(overlap).toBeCloseTo(0.8, 1);
      for (const c of [0, 1, 3, 4]) expect(perClass[c].overlap).toBeGreaterThan(0.93);
    },
  },
} as const;

describe.each(Object.entries(knownAnswers))(
  'reconstructions that are %s',
  (_name, { reconstructions, holds }) => {
    it('score as they must in their own space', () =>
      holds(pairOverlap(originals, reconstructions, { classes })));
  },
);

describe('pairOverlap', () => {
  it('is 1 for identical pairs in each class too, and its totals are the means of the classes by size', () => {
    const { perClass } = pairOverlap(originals, originals, { classes });
    for (const { overlap, pairFidelity, p } of perClass)
      expect([overlap, pairFidelity, p]).toEqual([1, 1, 1]);
    const total = pairOverlap(originals, knownAnswers['one class lost'].reconstructions, { classes });
    const weighted = total.perClass.reduce((sum, { n, mixing }) => sum + (n * mixing) / size, 0);
    expect(weighted).toBeCloseTo(total.mixing, 12);
  });

  it('does not depend on the order of the pairs', () => {
    const order = Array.from({ length: size }, (_, i) => (i * 7) % size);
    const reordered = ({ data }: { data: Float64Array }) => ({
      data: Float64Array.from(
        { length: data.length },
        (_, e) => data[order[Math.floor(e / 6)] * 6 + (e % 6)],
      ),
      shape: originals.shape,
    });
    const { reconstructions } = knownAnswers.shrunk;
    const { mixing, pairFidelity } = pairOverlap(originals, reconstructions);
    expect(pairOverlap(reordered(originals), reordered(reconstructions))).toMatchObject({
      mixing,
      pairFidelity,
    });
  });

  it('has uniform p-values when it does not matter which is which', () => {
    const pValues = Array.from({ length: 100 }, (_, seed) => {
      const [a, b] = [sample(), sample()];
      return pairOverlap(a, b, { seed, permutations: 99, neighbours: 5 }).p;
    });
    expect(kolmogorovSmirnovP(pValues)).toBeGreaterThan(0.01);
  });

  it('gives a class without pairs no figures, and never names it the worst', () => {
    const { perClass, worstClass } = pairOverlap(originals, originals, {
      classes: { labels, names: Array.from('abcdef') },
    });
    expect(perClass[5]).toEqual({ label: 'f', n: 0, mixing: NaN, overlap: NaN, p: NaN, pairFidelity: NaN });
    expect(worstClass).toBe('a');
    expect(pairOverlap(originals, originals)).toMatchObject({ perClass: [], worstClass: undefined });
  });

  it('refuses sets, ranges, labels and neighbours that do not fit', () => {
    const few = { data: originals.data.subarray(0, 60), shape: [10, 6] as const };
    expect(() => pairOverlap(originals, few)).toThrow('there are 150 originals and 10 reconstructions');
    expect(() => pairOverlap(few, few)).toThrow(
      'neighbours is 15; it must be a whole number from 1 to below the 10',
    );
    const narrow = { data: new Float64Array(size), shape: [size, 1] as const };
    expect(() => pairOverlap(originals, narrow)).toThrow('points have 6 and 1 coordinates');
    expect(() => pairOverlap(originals, originals, { classes: { labels: [0], names: ['a'] } })).toThrow(
      '1 labels',
    );
    expect(() => pairOverlap(originals, originals, { classes: { labels, names: ['a'] } })).toThrow(
      'a label is 1',
    );
    const bytes = imageBatch(new Uint8Array(80), [20, 1, 4, 1]);
    const floats = imageBatch(new Float32Array(80), [20, 1, 4, 1]);
    expect(() => pairOverlap(bytes, floats)).toThrow(
      'the range is [0,255] in one set and [0,1] in the other',
    );
  });
});

describe('setOverlap', () => {
  it('has uniform p-values for 200 splits of one distribution', () => {
    const pool = sample();
    const pValues = Array.from({ length: 200 }, (_, seed) => {
      const { uniform } = random(seed, 'split');
      const order = Array.from({ length: size }, (_, i) => [uniform(), i]).sort(([a], [b]) => a - b);
      const half = (from: number) => ({
        data: Float64Array.from(
          { length: 75 * 6 },
          (_, e) => pool.data[order[from + Math.floor(e / 6)][1] * 6 + (e % 6)],
        ),
        shape: [75, 6] as const,
      });
      return setOverlap(half(0), half(75), { seed, permutations: 99, neighbours: 5 }).p;
    });
    expect(kolmogorovSmirnovP(pValues)).toBeGreaterThan(0.01);
  });

  it('knows sets of different sizes apart and alike', () => {
    const many = sample();
    const few = { data: sample().data.subarray(0, 300), shape: [50, 6] as const };
    expect(setOverlap(many, few).overlap).toBeGreaterThan(0.9);
    const away = { ...few, data: few.data.map((value) => value + 9) };
    expect(setOverlap(many, away)).toMatchObject({ overlap: 0, p: 0.001 });
  });
});

describe('tsneOverlap', () => {
  const quick = { seeds: [0, 1], classes, tsne: { perplexity: 15, iterations: 400 } };

  it('is 1 for copies, with p = 1, in every map', async () => {
    const { overlap, pairFidelity, p, maps, engine } = await tsneOverlap(originals, originals, quick);
    expect([overlap, pairFidelity, p, engine]).toEqual([1, 1, 1, 'barnes-hut']);
    expect(maps.map(({ shape }) => shape)).toEqual([[2 * size, 2], [2 * size, 2]]); // prettier-ignore
  });

  it('finds the class that is lost, and says how much the seeds differ', async () => {
    const { reconstructions } = knownAnswers['one class lost'];
    const { overlap, p, perClass, worstClass, seedDeviation } = await tsneOverlap(
      originals,
      reconstructions,
      quick,
    );
    expect([worstClass, perClass[2].overlap, p]).toEqual(['c', 0, 0.001]);
    expect(overlap).toBeGreaterThan(0.7);
    expect(overlap).toBeLessThan(0.85);
    expect(seedDeviation.overlap).toBeLessThan(0.05);
  });
});

/** Of p-values against the uniform distribution; asymptotic, with Stephens' correction for few values. */
function kolmogorovSmirnovP(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  const gaps = sorted.map((value, i) => Math.max((i + 1) / n - value, value - i / n));
  const t = Math.max(...gaps) * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  let p = 0;
  for (let j = 1; j < 100; j++) p += 2 * (-1) ** (j - 1) * Math.exp(-2 * j * j * t * t);
  return Math.min(1, p);
}
