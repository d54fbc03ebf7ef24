import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../usage-error.js';
import type { ReproductionResults, RunResult } from './results.js';

/** Runs of an earlier reproduction. */
export interface KnownResults {
  readonly runs: readonly RunResult[];
  /** Where its pictures lie. */
  readonly folder: string;
}

/** @throws UsageError if the file cannot be read or holds no results */
export async function readKnownResults(file: string): Promise<KnownResults> {
  try {
    const { runs } = JSON.parse(await readFile(file, 'utf8')) as Partial<ReproductionResults>;
    if (Array.isArray(runs)) return { runs, folder: dirname(file) };
  } catch (error) {
    throw new UsageError(`known: ${file} cannot be read (${(error as Error).message}); pass a results.json`);
  }
  throw new UsageError(`known: ${file} has no runs; pass the results.json of a reproduction`);
}
