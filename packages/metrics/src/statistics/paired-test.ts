import { random } from '@aelab/kernels/random';
import type { Interval } from './bootstrap.js';
import { mean, variance } from './mean.js';
import type { PermutationOptions } from './permutation-test.js';
import { studentTCdf, studentTQuantile } from './student-t.js';

/** Two treatments compared on the same cases. */
export interface PairedComparison {
  /** Mean of `a − b`. */
  readonly difference: number;
  /** Student's t interval of the difference, 95 %. */
  readonly interval: Interval;
  /** `difference / (sd / √n)`; infinite if all differences are equal and not 0. */
  readonly t: number;
  /** Two-sided, of the paired t-test: trusts that differences are about normal. */
  readonly p: number;
  /** Two-sided, of the sign-flip permutation test: trusts only that a and b could have been swapped. */
  readonly permutationP: number;
}

/**
 * Compares two models trained with the same seeds, or two reconstructions of the same images: what pairs share (the
 * luck of a seed, the difficulty of an image) cancels.
 *
 * All 2ⁿ flips are tried up to 16 pairs, random ones above. With n pairs the permutation p-value cannot fall below
 * `2 / 2ⁿ`: 5 seeds can never show p < 0.05 that way, 6 can.
 *
 * @param a - one figure per seed or image, 2 or more
 * @param b - the other model's, in the same order
 * @throws RangeError if the lengths differ or there are fewer than 2 pairs
 * @example
 * const { difference, permutationP } = pairedTest([1.1, 2.3, 3.2], [1, 2, 3], { seed: 0 });
 * difference; // 0.2
 * permutationP; // 0.25
 */
export function pairedTest(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  { seed, permutations = 9999 }: PermutationOptions,
): PairedComparison {
  if (a.length !== b.length || a.length < 2)
    throw new RangeError(
      `pairedTest: there are ${a.length} and ${b.length} figures; it needs as many of both, 2 or more`,
    );
  const differences = Float64Array.from(a, (value, i) => value - b[i]);
  const difference = mean(differences);
  const standardError = Math.sqrt(variance(differences) / differences.length);
  const degrees = differences.length - 1;
  const t = difference === 0 ? 0 : difference / standardError;
  const margin = studentTQuantile(0.975, degrees) * standardError;
  return {
    difference,
    interval: [difference - margin, difference + margin],
    t,
    p: 2 * studentTCdf(-Math.abs(t), degrees),
    permutationP:
      differences.length <= 16
        ? exactSignFlips(differences)
        : randomSignFlips(differences, seed, permutations),
  };
}

function exactSignFlips(differences: Float64Array): number {
  const flips = 2 ** differences.length;
  let exceedances = 0;
  const exceeds = exceedsSum(differences);
  for (let signs = 0; signs < flips; signs++) if (exceeds((i) => ((signs >> i) & 1) === 1)) exceedances++;
  return exceedances / flips;
}

function randomSignFlips(differences: Float64Array, seed: number, permutations: number): number {
  const { uint32 } = random(seed, 'sign flips');
  const exceeds = exceedsSum(differences);
  let exceedances = 0;
  for (let trial = 0; trial < permutations; trial++) if (exceeds(() => uint32() >= 2 ** 31)) exceedances++;
  return (1 + exceedances) / (1 + permutations);
}

/** Whether the sum with some signs flipped is at least as large in magnitude as the sum itself. */
function exceedsSum(differences: Float64Array): (isFlipped: (i: number) => boolean) => boolean {
  const sumWith = (isFlipped: (i: number) => boolean) => {
    let sum = 0;
    for (let i = 0; i < differences.length; i++) sum += isFlipped(i) ? -differences[i] : differences[i];
    return Math.abs(sum);
  };
  const observed = sumWith(() => false) * (1 - 1e-12); // rounding must not break a tie
  return (isFlipped) => sumWith(isFlipped) >= observed;
}
