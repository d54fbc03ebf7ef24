import type { Json } from '@aelab/viz';
import { canonicalJson } from '../sweep/content-address.js';
import type { Changes } from '../sweep/expand-sweep.js';
import { valueAtPath } from '../sweep/value-at-path.js';
import type { RunResult } from './results.js';

/** A claim asked for a run or a measurement that is not there. */
export class NotMeasured extends Error {
  override readonly name = 'NotMeasured';
}

/** The runs of one seed, as claims look them up. */
export interface RunsOfSeed {
  readonly seed: number;
  /**
   * The run of a group with these changes, of all that its sweep makes.
   *
   * @throws NotMeasured if there is none
   */
  readonly run: (group: string, changes?: Changes) => MeasuredFigures;
}

/** What was measured of one run, by dotted path: `test.mse`, `judge.accuracyRatio`. */
export interface MeasuredFigures {
  /** @throws NotMeasured if there is no number there */
  readonly figure: (path: string) => number;
  /** @throws NotMeasured if there is no list of numbers there */
  readonly figures: (path: string) => number[];
}

/** The runs of each seed. */
export function bySeed(runs: readonly RunResult[]): RunsOfSeed[] {
  const seeds = [...new Set(runs.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.map((seed) => runsOfSeed(seed, runs));
}

function runsOfSeed(seed: number, runs: readonly RunResult[]): RunsOfSeed {
  return {
    seed,
    run(group, changes = {}) {
      const found = runs.find((run) => run.seed === seed && isOf(run, group, changes));
      if (!found) throw new NotMeasured(`${group} ${canonicalJson(changes)}, seed ${seed}`);
      return figuresOfRun(found);
    },
  };
}

export function isOf(run: RunResult, group: string, changes: Changes): boolean {
  return run.group === group && canonicalJson(run.changes) === canonicalJson(changes);
}

export function figuresOfRun(run: RunResult): MeasuredFigures {
  const missing = (path: string) => new NotMeasured(`${path} of ${run.group} ${canonicalJson(run.changes)}`);
  return {
    figure(path) {
      const value = numberFrom(valueAtPath(run, path));
      if (value === undefined) throw missing(path);
      return value;
    },
    figures(path) {
      const list = valueAtPath(run, path);
      const values = Array.isArray(list) ? (list as Json[]).map(numberFrom) : [undefined];
      if (values.includes(undefined)) throw missing(path);
      return values as number[];
    },
  };
}

/**
 * The run, if it learnt anything: what a network that is worse than the mean image does with detail or colour says
 * nothing about a document's.
 *
 * @throws NotMeasured if its test error is not below the mean image's
 */
export function learnt(run: MeasuredFigures): MeasuredFigures {
  const [error, floor] = [run.figure('test.mse'), run.figure('baselines.mean.mse')];
  if (error < floor) return run;
  throw new NotMeasured(
    `a network that learnt: test MSE ${error.toFixed(4)}, the mean image ${floor.toFixed(4)}`,
  );
}

/** Records carry numbers that are not finite as strings. */
function numberFrom(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? Number(value) : undefined;
}
