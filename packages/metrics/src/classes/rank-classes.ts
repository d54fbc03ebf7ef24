import type { Interval } from '../statistics/bootstrap.js';

/** A class and its place. */
export interface RankedClass {
  readonly label: string;
  readonly mean: number;
  readonly interval: Interval;
  /** 1 is best; classes that the intervals cannot tell apart share a place. */
  readonly rank: number;
}

/**
 * Classes from best to worst. A class's place is 1 and how many classes are better beyond doubt, their interval lying
 * wholly on the better side of its own: "the 1 is the easiest digit" holds if it alone has place 1.
 *
 * @param classes - such as {@link perClass} gives them; those without an interval (fewer than 2 images) are left out
 * @param better - whether lower or higher figures are better
 * @example
 * const classes = [
 *   { label: 'a', mean: 3, interval: [2, 4] },
 *   { label: 'b', mean: 1, interval: [0.5, 1.5] },
 *   { label: 'c', mean: 2.5, interval: [1.7, 3.3] },
 * ] as const;
 * rankClasses(classes, 'lower').map(({ label, rank }) => label + rank); // ['b1', 'c2', 'a2']
 */
export function rankClasses(
  classes: readonly Omit<RankedClass, 'rank'>[],
  better: 'lower' | 'higher',
): RankedClass[] {
  const sign = better === 'lower' ? 1 : -1;
  const known = classes.filter(({ interval }) => !interval.some(Number.isNaN));
  const isBetter = (a: Interval, b: Interval) => (better === 'lower' ? a[1] < b[0] : a[0] > b[1]);
  return known
    .map(({ label, mean, interval }) => ({
      label,
      mean,
      interval,
      rank: 1 + known.filter((other) => isBetter(other.interval, interval)).length,
    }))
    .sort((a, b) => sign * (a.mean - b.mean));
}
