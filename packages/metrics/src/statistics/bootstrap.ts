import { random } from '@aelab/kernels/random';
import { bcaInterval } from './bca-interval.js';
import { forEachResample, jackknifeGroups } from './resample.js';
import { sumsOfCases, type ResampledSums } from './sums-of-cases.js';

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
  const replicates = new Float64Array(resamples);
  forEachResample(n, resamples, random(seed, 'bootstrap'), (cases, r) => (replicates[r] = statistic(cases)));
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
  return bootstrapMeans([values], options)[0];
}

/**
 * The means of several figures of the same cases, each with the interval of {@link bootstrapMean}, in little more time
 * than one takes: cases are drawn once for all.
 *
 * @param columns - one list per figure, each with one value per case
 * @throws RangeError if there is no value, or the lists differ in length
 * @example
 * bootstrapMeans([[3, 3], [1, 1]], { seed: 0 }).map(({ value }) => value); // [3, 1]
 */
export function bootstrapMeans(columns: readonly ArrayLike<number>[], options: BootstrapOptions): Estimate[] {
  const n = columns[0]?.length ?? 0;
  const uneven = columns.find(({ length }) => length !== n || length === 0);
  if (uneven)
    throw new RangeError(
      `bootstrapMean: there are ${uneven.length} values; it needs at least 1, as many of each figure`,
    );
  const ones = new Uint8Array(n).fill(1);
  const sums = resampledSums([...columns, ones], options);
  return columns.map((_, c) => ratioOfSums(sums[c], sums[columns.length], options));
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
  const [above, below] = resampledSums([numerators, denominators], options);
  return ratioOfSums(above, below, options);
}

function resampledSums(
  columns: readonly ArrayLike<number>[],
  { seed, level = 0.95, resamples = 1000 }: BootstrapOptions,
): ResampledSums[] {
  assertOptions(level, resamples);
  return sumsOfCases(columns, resamples, random(seed, 'bootstrap'));
}

function ratioOfSums(
  above: ResampledSums,
  below: ResampledSums,
  { level = 0.95 }: BootstrapOptions,
): Estimate {
  const value = above.total / below.total;
  if (above.n < 2) return { value, interval: [NaN, NaN] };
  const replicates = above.resampled.map((sum, r) => sum / below.resampled[r]);
  const leftOut = above.leftOut.map((sum, group) => sum / below.leftOut[group]);
  return { value, interval: bcaInterval(value, replicates, leftOut, level) };
}

/** The statistic without each group of cases. */
function jackknife(n: number, statistic: (cases: Uint32Array) => number): Float64Array {
  const groups = jackknifeGroups(n);
  const kept = new Uint32Array(n);
  return Float64Array.from({ length: groups }, (_, group) => {
    let count = 0;
    for (let i = 0; i < n; i++) if (i % groups !== group) kept[count++] = i;
    return statistic(kept.subarray(0, count));
  });
}

function assertOptions(level: number, resamples: number): void {
  if (!(level > 0 && level < 1))
    throw new RangeError(`bootstrap: level is ${level}; it must lie between 0 and 1`);
  if (!Number.isInteger(resamples) || resamples < 1)
    throw new RangeError(`bootstrap: resamples is ${resamples}; it must be a whole number of 1 or more`);
}
