import type { ComparedRun } from './compared-run.js';

/** How much more error a run has than the best. */
export interface Difference {
  readonly name: string;
  readonly difference: number;
  readonly interval: readonly [number, number];
}

/**
 * Each run's MSE − the best run's, with a 95 % interval made of the two runs' own.
 *
 * The records do not hold each image's error, so the intervals are joined as if the test images were not the same:
 * `√(h₁² + h₂²)`, h the half-widths. Errors of two models on the same images rise and fall together, so that a paired
 * interval is narrower.
 *
 * @param paired - intervals from each image's errors, by run, where there are some
 */
export function differences(
  runs: readonly ComparedRun[],
  paired: Readonly<Record<string, readonly [number, number]>> = {},
): { readonly best: ComparedRun; readonly others: readonly Difference[] } {
  const sorted = [...runs].sort((a, b) => errorOf(a) - errorOf(b));
  const [best, ...others] = sorted;
  return {
    best,
    others: others.map((run): Difference => {
      const difference = errorOf(run) - errorOf(best);
      const reach = Math.hypot(halfWidth(run), halfWidth(best));
      return {
        name: run.name,
        difference,
        interval: paired[run.name] ?? [difference - reach, difference + reach],
      };
    }),
  };
}

function errorOf({ record }: ComparedRun): number {
  const mse = Number(record.test.mse);
  return Number.isNaN(mse) ? Infinity : mse;
}

function halfWidth({ record }: ComparedRun): number {
  const [low, high] = (record.test.mseInterval ?? ['NaN', 'NaN']).map(Number);
  return (high - low) / 2;
}
