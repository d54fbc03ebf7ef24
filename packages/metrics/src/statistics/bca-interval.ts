import type { Interval } from './bootstrap.js';
import { mean } from './mean.js';
import { normalCdf, normalQuantile } from './normal.js';
import { quantiles } from './quantile.js';

/**
 * The bias-corrected and accelerated interval of a statistic.
 *
 * @param replicates - the statistic of resamples
 * @param leftOut - the statistic without each case, or each group of cases
 * @returns `[NaN, NaN]` if a replicate is NaN
 */
export function bcaInterval(
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
