import type { ComparedRun } from './compared-run.js';
import { errorOf, rankRuns } from './rank-runs.js';

/** A run beside the best one, from each image's errors in both. */
export interface PairedDifference {
  /** 95 % interval of its MSE − the best run's. */
  readonly interval: readonly [number, number];
  /** Share of resamples of the test images in which it has the least error of all runs. */
  readonly first: number;
}

/** How much more error a run has than the best. */
export interface Difference {
  readonly name: string;
  readonly difference: number;
  readonly interval: readonly [number, number];
  readonly first?: number;
}

/**
 * Each run's MSE − the best run's, with a 95 % interval made of the two runs' own.
 *
 * The records do not hold each image's error, so the intervals are joined as if the test images were not the same:
 * `√(h₁² + h₂²)`, h the half-widths. Errors of two models on the same images rise and fall together, so that a paired
 * interval is narrower.
 *
 * @param paired - from each image's errors, by run, where there are some
 */
export function differences(
  runs: readonly ComparedRun[],
  paired: Readonly<Record<string, PairedDifference>> = {},
): { readonly best: ComparedRun; readonly others: readonly Difference[] } {
  const [best, ...others] = rankRuns(runs);
  return {
    best,
    others: others.map((run): Difference => {
      const difference = errorOf(run) - errorOf(best);
      const reach = Math.hypot(halfWidth(run), halfWidth(best));
      const joined = { interval: [difference - reach, difference + reach] } as const;
      return { name: run.name, difference, ...(paired[run.name] ?? joined) };
    }),
  };
}

function halfWidth({ record }: ComparedRun): number {
  const [low, high] = (record.test.mseInterval ?? ['NaN', 'NaN']).map(Number);
  return (high - low) / 2;
}
