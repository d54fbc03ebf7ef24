import { join } from 'node:path';
import { recordJson, type Json, type JsonObject } from '@aelab/viz';
import { writeWhole } from '../run/run-folder.js';
import type { Changes } from './expand-sweep.js';
import type { SearchAnswer } from './strategy.js';
import { sweepFiles } from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';

/** `results.json`: each run of a sweep once. */
export interface SweepResults {
  readonly schemaVersion: 1;
  readonly numericsVersion: number;
  /** The sweep's file with every default filled in. */
  readonly sweep: JsonObject;
  readonly runs: readonly SweepRun[];
  /** What a sweep with a goal found, for each combination of its axes. */
  readonly answers: readonly SearchAnswer[];
}

/** A run of a sweep and what became of it; a paused one was given up by successive halving. */
export type SweepRun = {
  readonly address: string;
  readonly changes: Changes;
  readonly config: JsonObject;
} & Outcome;

/** One entry per run: of several jobs of a run, the last; an end outweighs a pause. */
export function sweepRuns(ended: readonly { job: SweepJob; outcome: Outcome }[]): SweepRun[] {
  const runs = new Map<string, SweepRun>();
  for (const { job, outcome } of ended) {
    const known = runs.get(job.address);
    if (known && known.state !== 'paused' && outcome.state === 'paused') continue;
    if (known?.state === 'paused' && outcome.state === 'paused' && known.epochs > outcome.epochs) continue;
    runs.set(job.address, { address: job.address, changes: job.changes, config: job.config, ...outcome });
  }
  return [...runs.values()];
}

/** Writes `results.json` and `runs.csv`, each under its name only when it is whole. */
export async function writeResults(out: string, results: SweepResults): Promise<void> {
  await writeWhole(join(out, sweepFiles.results), recordJson(results));
  await writeWhole(join(out, sweepFiles.csv), runsCsv(results.runs));
}

/**
 * All runs as comma-separated values: a line each, with its address, state, what it changes and its figures. Cells that
 * a run has no value for are empty.
 */
export function runsCsv(runs: readonly SweepRun[]): string {
  const rows = runs.map(csvRow);
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return `${lines.map((cells) => cells.map(csvCell).join(',')).join('\n')}\n`;
}

function csvRow({ address, state, changes, ...run }: SweepRun): Record<string, Json | undefined> {
  return {
    address,
    state,
    ...changes,
    ...('figures' in run && run.figures),
    ...('validationLoss' in run && { epochs: run.epochs, validationLoss: run.validationLoss }),
    ...('cause' in run && { cause: run.cause }),
  };
}

function csvCell(value: Json | undefined): string {
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
