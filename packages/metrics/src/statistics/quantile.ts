/**
 * Quantiles with linear interpolation between order statistics (R's type 7, NumPy's default).
 *
 * @param values - at least one, in any order; left as they are
 * @param probabilities - each from 0 (the least) to 1 (the greatest)
 * @throws RangeError if there is no value, one is NaN, or a probability is not one
 * @example
 * quantiles([4, 1, 3, 2], [0, 0.5, 1]); // [1, 2.5, 4]
 */
export function quantiles(values: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0 || Number.isNaN(sorted[sorted.length - 1]))
    throw new RangeError(
      `quantiles: there are ${sorted.length} values${sorted.length ? ', and NaN among them' : ''}; it needs at least 1 and no NaN`,
    );
  return probabilities.map((p) => sortedQuantile(sorted, p));
}

function sortedQuantile(sorted: Float64Array, p: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`quantiles: a probability is ${p}; each must be from 0 to 1`);
  const place = p * (sorted.length - 1);
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  return below === above ? below : below + (place % 1) * (above - below);
}
