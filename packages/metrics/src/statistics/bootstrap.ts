import { random, type Random } from '@aelab/kernels/random';
import { mean } from './mean.js';
import { normalCdf, normalQuantile } from './normal.js';
import { quantiles } from './quantile.js';

export interface BootstrapOptions {
  /** A whole number in [0, 2³²); the same seed gives the same interval. */
  readonly seed: number;
  /** Coverage of the interval; 0.95 unless told. */
  readonly level?: number;
  /** How many resamples; 1,000 unless told. */
  readonly resamples?: number;
}

export type Interval = readonly [lo: number, hi: number];

/** A figure with its bootstrap confidence interval. */
export interface Estimate {
  readonly value: number;
  readonly interval: Interval;
}

/**
 * A statistic of n cases with its bias-corrected and accelerated (BCa) bootstrap interval.
 *
 * The statistic is a function of case numbers, so that paired and clustered figures stay paired: a ratio of two
 * accuracies takes the same images for both. Percentile intervals are too narrow and off-centre for skewed errors;
 * BCa corrects both. Above 1,000 cases, the acceleration is estimated by leaving out every g-th case together.
 *
 * @param n - number of cases
 * @param statistic - the figure of the cases with these numbers, some of them repeated
 * @returns the interval is `[NaN, NaN]` for fewer than 2 cases or if a resample gives NaN; it has no width if every
 * resample gives the same
 * @throws RangeError if level or resamples is impossible
 * @example
 * const errors = [1, 2, 3, 4];
 * bootstrap(4, (cases) => Math.max(...cases), { seed: 0, resamples: 100 }).value; // 3
 * @see Efron and Tibshirani, "An introduction to the bootstrap", 1993, chapter 14
 */
export function bootstrap(
  n: number,
  statistic: (cases: Uint32Array) => number,
  { seed, level = 0.95, resamples = 1000 }: BootstrapOptions,
): Estimate {
  assertOptions(level, resamples);
  const value = statistic(Uint32Array.from({ length: n }, (_, i) => i));
  if (n < 2) return { value, interval: [NaN, NaN] };
  const replicates = resampled(n, statistic, resamples, random(seed, 'bootstrap'));
  return { value, interval: bcaInterval(value, replicates, jackknife(n, statistic), level) };
}

/**
 * The mean of the values with its BCa interval.
 *
 * @throws RangeError if there is no value
 * @example
 * bootstrapMean([3, 3, 3], { seed: 0 }); // { value: 3, interval: [3, 3] }
 */
export function bootstrapMean(values: ArrayLike<number>, options: BootstrapOptions): Estimate {
  return bootstrap(values.length, meanOf(values), options);
}

function meanOf(values: ArrayLike<number>): (cases: Uint32Array) => number {
  if (values.length === 0) throw new RangeError('bootstrapMean: there are 0 values; it needs at least 1');
  return (cases) => {
    let sum = 0;
    for (let i = 0; i < cases.length; i++) sum += values[cases[i]];
    return sum / cases.length;
  };
}

/**
 * A ratio of two sums over the same cases, `Σ numerators / Σ denominators`, with its BCa interval.
 *
 * @returns `Infinity` or NaN where the denominators sum to 0
 * @throws RangeError if there are not as many denominators as numerators
 * @example
 * bootstrapRatio([1, 2, 3], [2, 4, 6], { seed: 0 }); // { value: 0.5, interval: [0.5, 0.5] }
 */
export function bootstrapRatio(
  numerators: ArrayLike<number>,
  denominators: ArrayLike<number>,
  options: BootstrapOptions,
): Estimate {
  if (numerators.length !== denominators.length)
    throw new RangeError(
      `bootstrapRatio: there are ${numerators.length} numerators and ${denominators.length} denominators; each case needs one of both`,
    );
  const ratio = (cases: Uint32Array) => {
    let above = 0;
    let below = 0;
    for (let i = 0; i < cases.length; i++) {
      above += numerators[cases[i]];
      below += denominators[cases[i]];
    }
    return above / below;
  };
  return bootstrap(numerators.length, ratio, options);
}

function resampled(
  n: number,
  statistic: (cases: Uint32Array) => number,
  resamples: number,
  { uint32 }: Random,
): Float64Array {
  const cases = new Uint32Array(n);
  const scale = n / 2 ** 32; // a case is at most n / 2³² likelier than another
  return Float64Array.from({ length: resamples }, () => {
    for (let i = 0; i < n; i++) cases[i] = uint32() * scale;
    return statistic(cases);
  });
}

/** The statistic without case i, for each i; above 1,000 cases without all i that leave the same remainder. */
function jackknife(n: number, statistic: (cases: Uint32Array) => number): Float64Array {
  const groups = Math.min(n, 1000);
  const kept = new Uint32Array(n);
  return Float64Array.from({ length: groups }, (_, group) => {
    let count = 0;
    for (let i = 0; i < n; i++) if (i % groups !== group) kept[count++] = i;
    return statistic(kept.subarray(0, count));
  });
}

function bcaInterval(
  value: number,
  replicates: Float64Array,
  leftOut: Float64Array,
  level: number,
): Interval {
  if (replicates.some(Number.isNaN)) return [NaN, NaN];
  const bias = normalQuantile(shareBelow(replicates, value));
  const acceleration = skewOfInfluence(leftOut);
  const adjusted = (p: number) => {
    const z = bias + normalQuantile(p);
    return normalCdf(bias + z / (1 - acceleration * z));
  };
  const ends = Number.isFinite(bias)
    ? [adjusted((1 - level) / 2), adjusted((1 + level) / 2)]
    : [(1 - level) / 2, (1 + level) / 2];
  const [lo, hi] = quantiles(replicates, ends);
  return [lo, hi];
}

/** Share of the replicates below the value, those equal to it (but for rounding) counted half. */
function shareBelow(replicates: Float64Array, value: number): number {
  const rounding = Number.isFinite(value) ? 1e-12 * Math.abs(value) : 0;
  const count = replicates.reduce(
    (sum, r) => sum + Number(r < value - rounding) + Number(r <= value + rounding),
    0,
  );
  return count / (2 * replicates.length);
}

function skewOfInfluence(leftOut: Float64Array): number {
  const centre = mean(leftOut);
  const influence = leftOut.map((v) => centre - v);
  const squares = influence.reduce((sum, u) => sum + u * u, 0);
  const cubes = influence.reduce((sum, u) => sum + u ** 3, 0);
  return squares > 0 ? cubes / (6 * squares ** 1.5) : 0;
}

function assertOptions(level: number, resamples: number): void {
  if (!(level > 0 && level < 1))
    throw new RangeError(`bootstrap: level is ${level}; it must lie between 0 and 1`);
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`bootstrap: resamples is ${resamples}; it must be a whole number of 1 or more`);
}
