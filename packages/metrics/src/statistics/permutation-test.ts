import { random } from '@aelab/kernels/random';
import { mean } from './mean.js';

export interface PermutationOptions {
  /** A whole number in [0, 2³²). */
  readonly seed: number;
  /** How many random rearrangements; 9,999 unless told. */
  readonly permutations?: number;
}

/**
 * Two-sided permutation test of a difference between two independent groups: the probability of a difference at least
 * as large in magnitude, had the group labels been dealt at random.
 *
 * The rearrangement that was observed counts as one of them, so the p-value is never 0: `(1 + exceedances) /
 * (1 + permutations)`. For figures that belong together in pairs use {@link pairedTest}, which is far sharper.
 *
 * @param a - 1 or more figures
 * @param b - 1 or more figures
 * @param statistic - the difference; of means unless told
 * @throws RangeError if a group is empty
 * @example
 * permutationTest([1, 2, 3, 4, 5], [11, 12, 13, 14, 15], { seed: 0 }) < 0.02; // true
 * @see Phipson and Smyth, "Permutation p-values should never be zero", 2010
 */
export function permutationTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { seed, permutations = 9999 }: PermutationOptions,
  statistic: (a: Float64Array, b: Float64Array) => number = (x, y) => mean(x) - mean(y),
): number {
  if (a.length === 0 || b.length === 0)
    throw new RangeError(
      `permutationTest: the groups have ${a.length} and ${b.length} figures; both need at least 1`,
    );
  const pooled = Float64Array.from([...Array.from(a), ...Array.from(b)]);
  const magnitude = () => Math.abs(statistic(pooled.subarray(0, a.length), pooled.subarray(a.length)));
  const observed = magnitude();
  const { integer } = random(seed, 'permutation');
  let exceedances = 0;
  for (let trial = 0; trial < permutations; trial++) {
    for (let i = 0; i < a.length; i++) {
      const j = i + integer(pooled.length - i);
      [pooled[i], pooled[j]] = [pooled[j], pooled[i]];
    }
    if (magnitude() >= observed * (1 - 1e-12)) exceedances++; // sums in another order differ by rounding
  }
  return (1 + exceedances) / (1 + permutations);
}
