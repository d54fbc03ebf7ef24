import { assertPoints, dimensionsOf, type Points } from '../points.js';
import { scatterOf } from './covariance.js';
import { symmetricEigenvalues } from './eigenvalues.js';

/**
 * Latent units that say (almost) nothing: their standard deviation is below a thousandth of the liveliest unit's.
 *
 * @param latents - `[n, d]`, 2 images or more
 * @returns their numbers, rising; all of them if none varies
 * @throws RangeError if a value is not finite or there are fewer than 2 images
 * @example
 * deadUnits({ data: new Float32Array([1, 0, 2, 0, 3, 0]), shape: [3, 2] }); // [1]
 */
export function deadUnits(latents: Points): number[] {
  const d = checkedDimensions('deadUnits', latents);
  const scatter = scatterOf(latents);
  const spreads = Array.from({ length: d }, (_, j) => Math.sqrt(scatter[j * d + j]));
  const most = Math.max(...spreads);
  return spreads.flatMap((spread, j) => (spread > 1e-3 * most ? [] : [j]));
}

/**
 * Effective rank of centred latents: `exp(−Σ p·ln p)`, p the singular values over their sum. How many directions carry
 * the latents, between 1 and d: a bottleneck of 128 with an effective rank of 9 is wider than it needs to be.
 *
 * @param latents - `[n, d]`, 2 images or more
 * @returns NaN if the latents do not vary
 * @throws RangeError if a value is not finite or there are fewer than 2 images
 * @example
 * effectiveRank({ data: new Float32Array([1, 0, 0, 1, -1, 0, 0, -1]), shape: [4, 2] }); // 2
 * @see Roy and Vetterli, "The effective rank: a measure of effective dimensionality", 2007
 */
export function effectiveRank(latents: Points): number {
  const shares = normalized(variances('effectiveRank', latents).map(Math.sqrt));
  return Math.exp(shares.reduce((sum, p) => (p === 0 ? sum : sum - p * Math.log(p)), 0));
}

/**
 * Participation ratio of latents: `(Σ λ)² / Σ λ²` over the eigenvalues of their covariance. As {@link effectiveRank}, but
 * weak directions count less: it weighs by variance, not by standard deviation.
 *
 * @param latents - `[n, d]`, 2 images or more
 * @returns between 1 and d; NaN if the latents do not vary
 * @throws RangeError if a value is not finite or there are fewer than 2 images
 * @example
 * participationRatio({ data: new Float32Array([2, 0, 0, 1, -2, 0, 0, -1]), shape: [4, 2] }); // 1.47059
 */
export function participationRatio(latents: Points): number {
  const shares = normalized(variances('participationRatio', latents));
  return 1 / shares.reduce((sum, p) => sum + p * p, 0);
}

/**
 * Pearson correlation of each pair of latent units: how far they are from saying different things.
 *
 * @param latents - `[n, d]`, 2 images or more
 * @returns `[d, d]`, row by row; NaN for a unit that does not vary
 * @throws RangeError if a value is not finite or there are fewer than 2 images
 * @example
 * unitCorrelations({ data: new Float32Array([1, -2, 2, -4, 3, -6]), shape: [3, 2] }); // [1, -1, -1, 1]
 */
export function unitCorrelations(latents: Points): Float64Array {
  const d = checkedDimensions('unitCorrelations', latents);
  const scatter = scatterOf(latents);
  const length = Float64Array.from({ length: d }, (_, j) => Math.sqrt(scatter[j * d + j]));
  return scatter.map((value, at) => value / (length[Math.floor(at / d)] * length[at % d]));
}

/** Eigenvalues of the scatter, those that are 0 but for rounding as 0. */
function variances(caller: string, latents: Points): Float64Array {
  const d = checkedDimensions(caller, latents);
  const values = symmetricEigenvalues(scatterOf(latents), d);
  const negligible = 1e-14 * d * Math.max(...values);
  return values.map((value) => (value > negligible ? value : 0));
}

function normalized(values: Float64Array): Float64Array {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

function checkedDimensions(caller: string, latents: Points): number {
  assertPoints(caller, latents);
  if (latents.shape[0] < 2)
    throw new RangeError(`${caller}: there are ${latents.shape[0]} images; it needs 2 or more`);
  return dimensionsOf(latents);
}
