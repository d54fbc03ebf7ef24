import { random, shuffle } from '@aelab/kernels/random';
import { normalCdf } from './normal.js';
import type { PermutationOptions } from './permutation-test.js';

/** Evidence that figures rise from group to group. */
export interface Trend {
  /** Pairs from different groups that rise, ties counted half. */
  readonly statistic: number;
  /** Share of such pairs that rise: 1 always, ½ no trend, 0 always falling. */
  readonly share: number;
  /** Standardised with the variance for ties; NaN if all figures are equal. */
  readonly z: number;
  /** One-sided, from z: rough for a few figures per group. */
  readonly p: number;
  /** One-sided, from random rearrangements: `(1 + exceedances) / (1 + permutations)`. */
  readonly permutationP: number;
}

/**
 * The Jonckheere–Terpstra test that figures rise along ordered groups, such as the error along compression ratios with
 * several seeds each. For a falling trend, reverse the groups.
 *
 * It asks whether there is a trend, not whether every step rises.
 *
 * @param groups - in their order, 2 or more, each with 1 figure or more
 * @throws RangeError if there are fewer than 2 groups or one is empty
 * @example
 * jonckheere([[1, 2], [3, 4], [5, 6]], { seed: 0 }).share; // 1
 * @see Jonckheere, "A distribution-free k-sample test against ordered alternatives", 1954
 */
export function jonckheere(
  groups: readonly ArrayLike<number>[],
  { seed, permutations = 9999 }: PermutationOptions,
): Trend {
  const sizes = groups.map((group) => group.length);
  if (groups.length < 2 || sizes.includes(0))
    throw new RangeError(
      `jonckheere: the groups have [${sizes.join(',')}] figures; it needs 2 groups or more, none empty`,
    );
  const values = groups.flatMap((group) => Array.from(group));
  const group = sizes.flatMap((size, g) => Array<number>(size).fill(g));
  const statistic = risingPairs(values, group);
  const pairs = (values.length ** 2 - sizes.reduce((sum, size) => sum + size ** 2, 0)) / 2;
  const z = (statistic - pairs / 2) / Math.sqrt(variance(values, sizes));
  const generator = random(seed, 'jonckheere');
  let exceedances = 0;
  for (let trial = 0; trial < permutations; trial++)
    if (risingPairs(shuffle(values, generator), group) >= statistic) exceedances++;
  return {
    statistic,
    share: statistic / pairs,
    z,
    p: normalCdf(-z),
    permutationP: (1 + exceedances) / (1 + permutations),
  };
}

function risingPairs(values: readonly number[], group: readonly number[]): number {
  let count = 0;
  for (let i = 0; i < values.length; i++)
    for (let j = i + 1; j < values.length; j++)
      if (group[i] < group[j]) count += values[i] < values[j] ? 1 : values[i] === values[j] ? 0.5 : 0;
  return count;
}

/** Variance of the count of rising pairs with no trend, for groups of these sizes and ties among the values. */
function variance(values: readonly number[], sizes: readonly number[]): number {
  const n = values.length;
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()];
  const sum = (of: readonly number[], f: (x: number) => number) => of.reduce((total, x) => total + f(x), 0);
  const pairs = (x: number) => x * (x - 1);
  const triples = (x: number) => pairs(x) * (x - 2);
  const spread = (x: number) => pairs(x) * (2 * x + 5);
  return (
    (spread(n) - sum(sizes, spread) - sum(ties, spread)) / 72 +
    (n > 2 ? (sum(sizes, triples) * sum(ties, triples)) / (36 * triples(n)) : 0) +
    (sum(sizes, pairs) * sum(ties, pairs)) / (8 * pairs(n))
  );
}
