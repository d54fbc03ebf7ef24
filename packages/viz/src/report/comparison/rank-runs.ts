import type { ComparedRun } from './compared-run.js';

/** The runs by test error, least first; one whose error is not a number comes last. */
export function rankRuns(runs: readonly ComparedRun[]): ComparedRun[] {
  return [...runs].sort((a, b) => errorOf(a) - errorOf(b) || 0);
}

export function errorOf({ record }: ComparedRun): number {
  const mse = Number(record.test.mse);
  return Number.isNaN(mse) ? Infinity : mse;
}
