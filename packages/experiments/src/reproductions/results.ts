import { recordJson, type JsonObject, type RunRecord } from '@aelab/viz';
import type { describeEnvironment } from '../run/environment.js';
import type { Changes } from '../sweep/expand-sweep.js';
import type { Cut } from './runs-file.js';
import type { Verdict } from './verdict.js';

export type Scale = 'quick' | 'full';

/** What `results.json` keeps of one run: its scalars, its losses, and what was measured besides. */
export interface RunResult {
  readonly group: string;
  readonly seed: number;
  /** Besides the seed. */
  readonly changes: Changes;
  readonly address: string;
  readonly backend: string;
  readonly data: { readonly name: string; readonly train: number; readonly test: number };
  readonly model: Pick<RunRecord['model'], 'parameters' | 'latentShape' | 'dimensionReduction'>;
  readonly training: RunRecord['training'];
  readonly test: Omit<RunRecord['test'], 'perClass'>;
  readonly baselines: RunRecord['baselines'];
  /** By the measurement's name. */
  readonly [measurement: string]: unknown;
}

/** A claim as it was stated and how it came out. */
export interface ClaimResult {
  readonly claim: string;
  readonly part?: string;
  readonly quantity?: string;
  /** As in `above 0.05`, or `0.081 ± 0.0005`. */
  readonly claimed?: string;
  readonly because?: string;
  readonly verdict: Verdict;
  readonly seeds?: number;
  /** The figure of each seed; of a stated number the one that was computed. */
  readonly values: readonly number[];
  readonly mean?: number;
  readonly interval?: readonly [number, number];
  readonly corrected?: readonly [number, number];
  readonly p?: number;
  /** Why there is no figure. */
  readonly why?: string;
}

/** `results.json` of a reproduction: all that its page says. */
export interface ReproductionResults {
  readonly schemaVersion: 1;
  readonly name: string;
  readonly scale: Scale;
  readonly seeds: number;
  readonly date: string;
  readonly numericsVersion: number;
  readonly environment: Omit<ReturnType<typeof describeEnvironment>, 'date'>;
  /** Wall-clock seconds of training, over all runs. */
  readonly trainingSeconds: number;
  /** What `--quick` took off each group of runs; absent from results in full. */
  readonly cuts?: Readonly<Record<string, readonly Cut[]>>;
  /** Groups whose runs are not all there, and why. */
  readonly missing: Readonly<Record<string, string>>;
  readonly runs: readonly RunResult[];
  /** SVG files beside this one. */
  readonly pictures: readonly { readonly file: string; readonly title: string }[];
  /** What was measured once, of the data and of rivals. */
  readonly facts: JsonObject;
  readonly claims: readonly ClaimResult[];
}

/** The text of `results.json`, a line for each run. */
export function resultsJson({ runs, ...results }: ReproductionResults): string {
  const lines = runs.map((run) => JSON.stringify(JSON.parse(recordJson(run))));
  return recordJson({ ...results, runs: [] }).replace(
    '"runs": []',
    () => `"runs": [\n${lines.join(',\n')}\n]`,
  );
}
