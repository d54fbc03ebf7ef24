import { random } from '@aelab/kernels/random';
import { quantiles } from '../statistics/quantile.js';
import type { BootstrapOptions, Interval } from '../statistics/bootstrap.js';
import { curveThrough, valueAt } from './curve.js';

/** The point of a curve where paying more begins to buy less. */
export interface Knee {
  readonly x: number;
  readonly y: number;
  /** How far the curve bends: its distance below the chord between its ends, both axes scaled to [0, 1]; 0 if straight. */
  readonly depth: number;
}

/** A knee with the interval in which resampled curves have theirs. */
export interface KneeEstimate extends Knee {
  readonly interval: Interval;
}

/**
 * The knee of a falling rate–distortion curve: the point farthest below the chord between its ends, on the monotone
 * interpolation of the points, both axes scaled to [0, 1].
 *
 * A knee depends on the ends: leave out settings that nobody would use, and give logarithms of rates if that is how you
 * think of them.
 *
 * @param x - rates or latent sizes, rising
 * @param y - distortions, one per rate
 * @throws RangeError if there are fewer than 3 points, x does not rise, or the ends are not falling
 * @example
 * knee([1, 2, 3, 4, 5], [10, 4, 2, 1.5, 1]).x > 2; // true
 * @see Satopää, Albrecht, Irwin and Raghavan, "Finding a kneedle in a haystack", 2011
 */
export function knee(x: readonly number[], y: readonly number[]): Knee {
  assertCurve(x, y);
  return deepest(x, y);
}

/**
 * The {@link knee} of the mean curve with a percentile bootstrap interval of its x, from the figures of each case at
 * every rate: images of one model, or seeds of a sweep. Cases are resampled whole, so that what makes an image hard
 * stays hard at every rate.
 *
 * @param x - rates or latent sizes, rising
 * @param figures - for each rate the distortions of all cases, in the same order
 * @returns resamples without a knee (ends not falling) are left out of the interval
 * @throws RangeError as {@link knee}, or if rates have different numbers of cases
 * @example
 * const figures = [[10, 12], [4, 5], [2, 3], [1.5, 2], [1, 1.5]];
 * const { x, interval } = kneeInterval([1, 2, 3, 4, 5], figures, { seed: 0 });
 * interval[0] <= x && x <= interval[1]; // true
 */
export function kneeInterval(
  x: readonly number[],
  figures: readonly ArrayLike<number>[],
  { seed, level = 0.95, resamples = 1000 }: BootstrapOptions,
): KneeEstimate {
  const n = figures[0]?.length ?? 0;
  const odd = figures.findIndex((cases) => cases.length !== n);
  if (n === 0 || odd >= 0)
    throw new RangeError(
      `kneeInterval: rate ${Math.max(odd, 0)} has ${figures[Math.max(odd, 0)]?.length ?? 0} cases and rate 0 has ${n}; all need as many, 1 or more`,
    );
  const estimate = knee(
    x,
    meanCurve(figures, (i) => i),
  );
  const { integer } = random(seed, 'knee');
  const knees: number[] = [];
  for (let trial = 0; trial < resamples; trial++) {
    const cases = Uint32Array.from({ length: n }, () => integer(n));
    const y = meanCurve(figures, (i) => cases[i]);
    if (y[0] > y[y.length - 1]) knees.push(deepest(x, y).x);
  }
  const [lo, hi] = knees.length ? quantiles(knees, [(1 - level) / 2, (1 + level) / 2]) : [NaN, NaN];
  return { ...estimate, interval: [lo, hi] };
}

function meanCurve(figures: readonly ArrayLike<number>[], pick: (i: number) => number): number[] {
  return figures.map((cases) => {
    let sum = 0;
    for (let i = 0; i < cases.length; i++) sum += cases[pick(i)];
    return sum / cases.length;
  });
}

/** Searches 64 places in each piece of the curve. */
function deepest(x: readonly number[], y: readonly number[]): Knee {
  const curve = curveThrough(x, y, 'pchip');
  const [x0, x1, y0, y1] = [x[0], x[x.length - 1], y[0], y[y.length - 1]];
  let best: Knee = { x: x0, y: y0, depth: 0 };
  for (let piece = 0; piece < x.length - 1; piece++)
    for (let step = 1; step <= 64; step++) {
      const at = x[piece] + ((x[piece + 1] - x[piece]) * step) / 64;
      const value = valueAt(curve, at);
      const depth = (1 - (at - x0) / (x1 - x0) - (value - y1) / (y0 - y1)) / Math.SQRT2;
      if (depth > best.depth + 1e-12) best = { x: at, y: value, depth };
    }
  return best;
}

function assertCurve(x: readonly number[], y: readonly number[]): void {
  if (x.length !== y.length || x.length < 3)
    throw new RangeError(
      `knee: there are ${x.length} rates and ${y.length} distortions; it needs as many of both, 3 or more`,
    );
  const fall = x.findIndex((value, i) => i > 0 && !(value > x[i - 1]));
  if (fall >= 0)
    throw new RangeError(`knee: rate ${fall} is ${x[fall]} after ${x[fall - 1]}; rates must rise`);
  if (!(y[0] > y[y.length - 1]))
    throw new RangeError(
      `knee: the distortion goes from ${y[0]} to ${y[y.length - 1]}; it must fall from the first to the last rate`,
    );
}
