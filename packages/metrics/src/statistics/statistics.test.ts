import { readFileSync } from 'node:fs';
import { random, shuffle } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import * as statistics from './index.js';

/** Written by tools/golden/metrics-statistics.py. */
interface Golden {
  versions: Record<string, string>;
  normalCdf: [number, number][];
  normalQuantile: [number, number][];
  studentTCdf: [number, number, number][];
  quantiles: number[];
  variance: number;
  bcaOfMean: [number, number];
  pairedTest: { t: number; p: number; interval: [number, number]; permutationP: number };
  jonckheere: { groups: number[][]; twoSidedP: number };
  isotonicFit: { values: number[]; weights: number[]; plain: number[]; weighted: number[] };
  holm: { pValues: number[]; corrected: number[] };
}
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8')) as Golden;
const versions = Object.entries(golden.versions).map((entry) => entry.join(' '));

const skewed = (a: number, b: number) => Array.from({ length: 60 }, (_, i) => (((a * (i + 1)) % b) / b) ** 3);
const values = skewed(37, 101);
const paired = skewed(53, 97);

describe(`as ${versions.join(', ')}`, () => {
  it('normalCdf to 13 digits, far into the tail', () => {
    for (const [x, p] of golden.normalCdf) expect(statistics.normalCdf(x) / p).toBeCloseTo(1, 13);
  });
  it('normalQuantile to 13 digits, far into the tail', () => {
    for (const [p, x] of golden.normalQuantile)
      expect(Math.abs(statistics.normalQuantile(p) - x)).toBeLessThanOrEqual(
        1e-13 * Math.max(1, Math.abs(x)),
      );
  });
  it('studentTCdf to 12 digits', () => {
    for (const [t, degrees, p] of golden.studentTCdf)
      expect(statistics.studentTCdf(t, degrees) / p).toBeCloseTo(1, 12);
  });
  it('quantiles and variance', () => {
    statistics
      .quantiles(values, [0, 0.025, 0.31, 0.5, 0.975, 1])
      .forEach((q, i) => expect(q).toBeCloseTo(golden.quantiles[i], 15));
    expect(statistics.variance(values)).toBeCloseTo(golden.variance, 15);
  });
  it('the BCa interval of a mean, to 1 % of its width (it is random)', () => {
    const { interval } = statistics.bootstrapMean(values, { seed: 0, resamples: 100_000 });
    const width = golden.bcaOfMean[1] - golden.bcaOfMean[0];
    interval.forEach((end, i) => expect(Math.abs(end - golden.bcaOfMean[i])).toBeLessThan(0.01 * width));
  });
  it('pairedTest: t, p, interval and the exact sign flips', () => {
    const result = statistics.pairedTest(values.slice(0, 8), paired.slice(0, 8), { seed: 0 });
    expect(result.t).toBeCloseTo(golden.pairedTest.t, 12);
    expect(result.p).toBeCloseTo(golden.pairedTest.p, 12);
    result.interval.forEach((end, i) => expect(end).toBeCloseTo(golden.pairedTest.interval[i], 12));
    expect(result.permutationP).toBe(golden.pairedTest.permutationP);
  });
  it('jonckheere, which is Kendall’s S with groups as ties', () => {
    const { p } = statistics.jonckheere(golden.jonckheere.groups, { seed: 0, permutations: 1 });
    expect(2 * p).toBeCloseTo(golden.jonckheere.twoSidedP, 12);
  });
  it('isotonicFit, plain and weighted', () => {
    const { values: rough, weights, plain, weighted } = golden.isotonicFit;
    statistics.isotonicFit(rough).forEach((v, i) => expect(v).toBeCloseTo(plain[i], 14));
    statistics.isotonicFit(rough, weights).forEach((v, i) => expect(v).toBeCloseTo(weighted[i], 14));
  });
  it('holm', () => {
    statistics
      .holm(golden.holm.pValues)
      .forEach((p, i) => expect(p).toBeCloseTo(golden.holm.corrected[i], 15));
  });
});

describe('normal distribution', () => {
  it('inverts itself', () => {
    for (const x of [-30, -6, -1, -1e-9, 0.3, 2, 5])
      expect(statistics.normalQuantile(statistics.normalCdf(x))).toBeCloseTo(x, x > 1 ? 9 : 12);
    expect(statistics.normalQuantile(0)).toBe(-Infinity);
    expect(statistics.normalQuantile(1)).toBe(Infinity);
    expect(statistics.normalCdf(-Infinity)).toBe(0);
    expect(statistics.normalCdf(Infinity)).toBe(1);
    expect(statistics.normalCdf(NaN)).toBeNaN();
    expect(() => statistics.normalQuantile(1.1)).toThrow('p is 1.1');
  });
});

describe('bootstrap', () => {
  it('covers the true mean of skewed figures about as often as it says', () => {
    const { uniform } = random(5, 'coverage');
    let covered = 0;
    for (let trial = 0; trial < 400; trial++) {
      const sample = Float64Array.from({ length: 40 }, () => -Math.log(1 - uniform()));
      const { interval } = statistics.bootstrapMean(sample, { seed: trial, level: 0.9, resamples: 400 });
      if (interval[0] <= 1 && 1 <= interval[1]) covered++;
    }
    expect(covered / 400).toBeGreaterThan(0.84);
    expect(covered / 400).toBeLessThan(0.94);
  });
  it('is the same for the same seed and wider for a higher level', () => {
    const at = (level: number, seed = 1) => statistics.bootstrapMean(values, { seed, level }).interval;
    expect(at(0.95)).toEqual(at(0.95));
    expect(at(0.95)).not.toEqual(at(0.95, 2));
    expect(at(0.99)[0]).toBeLessThan(at(0.8)[0]);
    expect(at(0.99)[1]).toBeGreaterThan(at(0.8)[1]);
  });
  it('leaves out groups of cases above 1,000 with almost the same interval', () => {
    const many = Array.from({ length: 1500 }, (_, i) => values[i % 60]);
    const wide = statistics.bootstrapMean(values, { seed: 0 }).interval;
    const narrow = statistics.bootstrapMean(many, { seed: 0 }).interval;
    const ratio = (wide[1] - wide[0]) / (narrow[1] - narrow[0]);
    expect(ratio).toBeGreaterThan(4.3);
    expect(ratio).toBeLessThan(5.7);
  });
  it('has no interval for one case, no width for equal ones, and NaN for NaN', () => {
    expect(statistics.bootstrapMean([3], { seed: 0 }).interval).toEqual([NaN, NaN]);
    expect(statistics.bootstrapMean([3, 3], { seed: 0 }).interval).toEqual([3, 3]);
    expect(statistics.bootstrapMean([3, NaN], { seed: 0 }).interval).toEqual([NaN, NaN]);
    expect(statistics.bootstrapMean([3, Infinity, 4], { seed: 0 }).interval[1]).toBe(Infinity);
    expect(statistics.bootstrapMean([0, 0, 0, 1], { seed: 0, resamples: 20 }).interval[0]).toBe(0);
  });
  it('refuses impossible settings and no case', () => {
    expect(() => statistics.bootstrapMean([1, 2], { seed: 0, level: 1 })).toThrow('level is 1');
    expect(() => statistics.bootstrapMean([1, 2], { seed: 0, resamples: 0 })).toThrow('resamples is 0');
    expect(() => statistics.bootstrapMean([], { seed: 0 })).toThrow('0 values');
    expect(() => statistics.bootstrapRatio([1], [1, 2], { seed: 0 })).toThrow('1 numerators and 2');
  });
  it.each([60, 2300])('of sums of %i cases is that of the statistic of case numbers', (n) => {
    const [a, b] = [Array.from({ length: n }, (_, i) => values[i % 60]), skewed(29, 89)];
    const sum = (column: readonly number[], cases: Uint32Array) =>
      cases.reduce((total, i) => total + column[i % column.length], 0);
    const below = a.map((_, i) => 1 + b[i % 60]);
    const ratio = statistics.bootstrap(n, (cases) => sum(a, cases) / sum(below, cases), { seed: 3 });
    const { value, interval } = statistics.bootstrapRatio(a, below, { seed: 3 });
    expect(value).toBeCloseTo(ratio.value, 13);
    interval.forEach((end, i) => expect(end).toBeCloseTo(ratio.interval[i], 12));
  });
  it('of several means is that of each alone', () => {
    const options = { seed: 4, resamples: 50 };
    expect(statistics.bootstrapMeans([values, paired], options)).toEqual(
      [values, paired].map((column) => statistics.bootstrapMean(column, options)),
    );
    expect(statistics.bootstrapMeans([], options)).toEqual([]);
    expect(() => statistics.bootstrapMeans([[1, 2], [1]], options)).toThrow('there are 1 values');
  });
  it('keeps the cases of a ratio together', () => {
    const doubled = values.map((v) => 2 * v);
    expect(statistics.bootstrapRatio(doubled, values, { seed: 0 }).interval).toEqual([2, 2]);
  });
});

describe('permutationTest', () => {
  it('is exact in the long run: 2 of 70 rearrangements of 4 and 4 are as extreme', () => {
    const p = statistics.permutationTest([1, 2, 3, 4], [5, 6, 7, 8], { seed: 0, permutations: 20_000 });
    expect(Math.abs(p - 2 / 70)).toBeLessThan(0.004);
  });
  it('gives uniform p-values where there is no difference', () => {
    const { normal } = random(3, 'null');
    const low = Array.from({ length: 300 }, (_, seed) => {
      const sample = () => Array.from({ length: 6 }, normal);
      return statistics.permutationTest(sample(), sample(), { seed, permutations: 199 });
    }).filter((p) => p <= 0.1).length;
    expect(low / 300).toBeLessThan(0.15);
    expect(low / 300).toBeGreaterThan(0.05);
  });
  it('is 1 for equal groups, never 0, and tests any difference', () => {
    expect(statistics.permutationTest([1, 2], [1, 2], { seed: 0, permutations: 99 })).toBe(1);
    const far = Array.from({ length: 20 }, (_, i) => 100 + i);
    expect(statistics.permutationTest(values, far, { seed: 0, permutations: 99 })).toBe(0.01);
    const largest = (a: Float64Array, b: Float64Array) => Math.max(...a) - Math.max(...b);
    expect(statistics.permutationTest([1, 9], [1, 9], { seed: 0, permutations: 99 }, largest)).toBe(1);
    expect(() => statistics.permutationTest([], [1], { seed: 0 })).toThrow('0 and 1 figures');
  });
});

describe('pairedTest', () => {
  it('sees what the unpaired test cannot', () => {
    const better = values.map((v, i) => v - 0.01 - 0.002 * (i % 3));
    expect(statistics.pairedTest(values, better, { seed: 0 }).permutationP).toBe(1e-4);
    expect(statistics.permutationTest(values, better, { seed: 0, permutations: 999 })).toBeGreaterThan(0.5);
  });
  it('random flips come near to all flips', () => {
    const [a, b] = [values.slice(0, 17), paired.slice(0, 17)];
    const all = statistics.pairedTest(a.slice(0, 16), b.slice(0, 16), { seed: 0 }).permutationP;
    const some = statistics.pairedTest([...a.slice(0, 16), 0], [...b.slice(0, 16), 0], { seed: 0 });
    expect(Math.abs(all - some.permutationP)).toBeLessThan(0.02);
  });
  it('is 1 where nothing differs and says what it needs', () => {
    const same = statistics.pairedTest([1, 2, 3], [1, 2, 3], { seed: 0 });
    expect(same).toMatchObject({ difference: 0, t: 0, p: 1, permutationP: 1 });
    expect(() => statistics.pairedTest([1], [1], { seed: 0 })).toThrow('2 or more');
    expect(() => statistics.pairedTest([1, 2], [1], { seed: 0 })).toThrow('2 and 1 figures');
  });
});

describe('jonckheere', () => {
  it('counts every rising pair once', () => {
    const rising = statistics.jonckheere([[1], [2, 2], [3]], { seed: 0, permutations: 99 });
    expect(rising.statistic).toBe(5);
    expect(rising.share).toBe(1);
    expect(statistics.jonckheere([[3], [2, 2], [1]], { seed: 0, permutations: 99 }).share).toBe(0);
    expect(statistics.jonckheere([[1, 1], [1]], { seed: 0, permutations: 99 }).share).toBe(0.5);
  });
  it('by permutation, agrees with the number of orders: 1 of 90 for three pairs', () => {
    const { permutationP } = statistics.jonckheere(
      [
        [1, 2],
        [3, 4],
        [5, 6],
      ],
      { seed: 0, permutations: 20_000 },
    );
    expect(Math.abs(permutationP - 1 / 90)).toBeLessThan(0.003);
  });
  it('says what it needs', () => {
    expect(() => statistics.jonckheere([[1]], { seed: 0 })).toThrow('2 groups or more');
    expect(() => statistics.jonckheere([[1], []], { seed: 0 })).toThrow('[1,0] figures');
  });
});

describe('isotonicFit', () => {
  it('leaves a rising sequence as it is and keeps the mean of any', () => {
    expect([...statistics.isotonicFit([1, 2, 2, 5])]).toEqual([1, 2, 2, 5]);
    const mixed = shuffle([...values], random(0));
    const fit = statistics.isotonicFit(mixed);
    expect(statistics.mean(fit)).toBeCloseTo(statistics.mean(mixed), 14);
    fit.slice(1).forEach((v, i) => expect(v).toBeGreaterThanOrEqual(fit[i]));
    statistics.isotonicFit(fit).forEach((v, i) => expect(v).toBeCloseTo(fit[i], 14));
  });
  it('says what it needs of weights', () => {
    expect(() => statistics.isotonicFit([1, 2], [1])).toThrow('2 values and 1 weights');
    expect(() => statistics.isotonicFit([1, 2], [1, 0])).toThrow('weight 1 is 0');
    expect(() => statistics.isotonicFit([1, 2], [0, 1])).toThrow('weight 0 is 0');
  });
});

describe('holm', () => {
  it('keeps the order of the tests, never exceeds 1, multiplies the least by their number', () => {
    expect(statistics.holm([0.5, 0.9, 0.01])).toEqual([1, 1, 0.03]);
    expect(statistics.holm([0, 1])).toEqual([0, 1]);
    expect(() => statistics.holm([0.5, NaN])).toThrow('p-value 1 is NaN');
    expect(() => statistics.holm([-0.1])).toThrow('p-value 0 is -0.1');
    expect(() => statistics.holm([1.5])).toThrow('p-value 0 is 1.5');
  });
});

describe('studentT', () => {
  it('becomes normal, inverts itself and is symmetric', () => {
    expect(statistics.studentTCdf(1.3, 1e7)).toBeCloseTo(statistics.normalCdf(1.3), 6);
    expect(statistics.studentTCdf(-2, 3) + statistics.studentTCdf(2, 3)).toBeCloseTo(1, 15);
    expect(statistics.studentTQuantile(0.5, 3)).toBeCloseTo(0, 14);
    for (const p of [0.001, 0.4, 0.99])
      expect(statistics.studentTCdf(statistics.studentTQuantile(p, 2.5), 2.5)).toBeCloseTo(p, 13);
    expect([-Infinity, 0, Infinity, NaN].map((t) => statistics.studentTCdf(t, 3))).toEqual([0, 0.5, 1, NaN]);
    expect(() => statistics.studentTCdf(1, 0)).toThrow('degrees is 0');
    expect(() => statistics.studentTQuantile(1, 3)).toThrow('p is 1');
  });
});

describe('spread', () => {
  it('is the same for figures in another unit', () => {
    const [a, b] = [statistics.spread([1, 2, 6]), statistics.spread([10, 20, 60])];
    expect(b.gini).toBeCloseTo(a.gini, 15);
    expect(b.maxOverMin).toBe(6);
    expect(b.coefficientOfVariation).toBeCloseTo(a.coefficientOfVariation, 15);
  });
  it('has a Gini coefficient of (n − 1)/n if one class has it all', () => {
    expect(statistics.spread([0, 0, 0, 5]).gini).toBeCloseTo(0.75, 15);
    expect(statistics.spread([2, 2, 2])).toEqual({ maxOverMin: 1, coefficientOfVariation: 0, gini: 0 });
  });
  it('refuses what has no spread', () => {
    expect(() => statistics.spread([1, NaN])).toThrow('a value is NaN');
    expect(() => statistics.spread([1, -1])).toThrow('a value is -1');
    expect(() => statistics.spread([0, 0])).toThrow('all values are 0');
  });
});

describe('mean, variance and quantiles', () => {
  it('say what they need', () => {
    expect(() => statistics.mean([])).toThrow('0 values');
    expect(() => statistics.variance([1])).toThrow('1 values');
    expect(() => statistics.quantiles([], [0.5])).toThrow('0 values');
    expect(() => statistics.quantiles([1, NaN], [0.5])).toThrow('NaN among them');
    expect(() => statistics.quantiles([1], [2])).toThrow('a probability is 2');
  });
  it('interpolate between infinities without NaN', () => {
    expect(statistics.quantiles([Infinity, Infinity, 1], [0.75])).toEqual([Infinity]);
  });
});
