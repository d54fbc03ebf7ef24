import type { Random } from '@aelab/kernels/random';
import { forEachResample, jackknifeGroups } from './resample.js';

/** Sums of one figure of n cases. */
export interface ResampledSums {
  readonly n: number;
  readonly total: number;
  /** Over each resample. */
  readonly resampled: Float64Array;
  /** Without each group of the jackknife. */
  readonly leftOut: Float64Array;
}

/** The sums of columns of n values each; the same cases are drawn, and left out, for all columns. */
export function sumsOfCases(
  columns: readonly ArrayLike<number>[],
  resamples: number,
  random: Random,
): ResampledSums[] {
  const n = columns[0]?.length ?? 0;
  const resampled = columns.map(() => new Float64Array(resamples));
  if (n > 1)
    forEachResample(n, resamples, random, (cases, r) =>
      columns.forEach((column, c) => (resampled[c][r] = sumOfCases(column, cases))),
    );
  return columns.map((column, c) => ({ n, resampled: resampled[c], ...sumsWithoutGroups(column) }));
}

function sumOfCases(column: ArrayLike<number>, cases: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < cases.length; i++) sum += column[cases[i]];
  return sum;
}

function sumsWithoutGroups(column: ArrayLike<number>): Pick<ResampledSums, 'total' | 'leftOut'> {
  const groups = new Float64Array(jackknifeGroups(column.length));
  let total = 0;
  for (let i = 0; i < column.length; i++) {
    total += column[i];
    groups[i % groups.length] += column[i];
  }
  return { total, leftOut: groups.map((sum) => total - sum) };
}
