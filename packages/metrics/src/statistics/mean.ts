/**
 * Arithmetic mean.
 *
 * @throws RangeError if there is no value
 * @example
 * mean([1, 2, 6]); // 3
 */
export function mean(values: ArrayLike<number>): number {
  if (values.length === 0) throw new RangeError('mean: there are 0 values; it needs at least 1');
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/**
 * Variance of a sample: `Σ (v − mean)² / (n − 1)`, the unbiased estimate that intervals and effect sizes need.
 * NumPy's default divides by n.
 *
 * @throws RangeError if there are fewer than 2 values
 * @example
 * variance([1, 2, 6]); // 7
 */
export function variance(values: ArrayLike<number>): number {
  if (values.length < 2)
    throw new RangeError(`variance: there are ${values.length} values; it needs at least 2`);
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return sum / (values.length - 1);
}
