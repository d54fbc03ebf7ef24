import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { RunRecord } from '@aelab/viz';
import { readCheckpoint, type RunCheckpoint } from '../run/run-checkpoint.js';
import { readRunRecord, runFiles, writeWhole } from '../run/run-folder.js';

/** The files and folders of a sweep's folder. */
export const sweepFiles = {
  /** Finished runs, by content address. */
  runs: 'runs',
  /** Attempts at runs, by content address and then by attempt. */
  unfinished: 'unfinished',
  results: 'results.json',
  csv: 'runs.csv',
  probes: 'probes.json',
  /** The array job of a sweep on a cluster, and its logs. */
  slurm: 'slurm',
} as const;

export function runFolder(out: string, address: string): string {
  return join(out, sweepFiles.runs, address);
}

export function attemptsFolder(out: string, address: string): string {
  return join(out, sweepFiles.unfinished, address);
}

/** The record of a finished run of this sweep. */
export async function finishedRecord(out: string, address: string): Promise<RunRecord | undefined> {
  const folder = runFolder(out, address);
  const isFinished = await stat(join(folder, runFiles.record)).then(
    () => true,
    () => false,
  );
  return isFinished ? readRunRecord(folder) : undefined;
}

/** What an earlier attempt at a run left behind. */
export interface EarlierAttempt {
  readonly config: Uint8Array;
  readonly bytes: Uint8Array;
  readonly checkpoint: RunCheckpoint;
}

/** The attempt at a run that came furthest; one whose files cannot be read does not count. */
export async function furthestAttempt(out: string, address: string): Promise<EarlierAttempt | undefined> {
  const folder = attemptsFolder(out, address);
  const names = await readdir(folder).catch(() => []);
  const attempts = await Promise.all(names.map((name) => readAttempt(join(folder, name))));
  return attempts
    .filter((attempt) => attempt !== undefined)
    .sort((a, b) => progress(b.checkpoint) - progress(a.checkpoint))
    .at(0);
}

async function readAttempt(folder: string): Promise<EarlierAttempt | undefined> {
  try {
    const [config, bytes, checkpoint] = await Promise.all([
      readFile(join(folder, runFiles.config)),
      readFile(join(folder, runFiles.checkpoint)),
      readCheckpoint(folder),
    ]);
    return checkpoint && { config, bytes, checkpoint };
  } catch {
    return undefined;
  }
}

function progress({ epoch, step }: RunCheckpoint): number {
  return epoch * 2 ** 32 + step;
}

/** Begins a new attempt where an earlier one stood; the earlier folder is left alone: its owner may yet wake up. */
export async function copyAttempt({ config, bytes }: EarlierAttempt, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, runFiles.config), config);
  await writeWhole(join(folder, runFiles.checkpoint), bytes);
}

/** Removes all attempts at a run but one. */
export async function keepAttempt(out: string, address: string, attempt: string): Promise<void> {
  const folder = attemptsFolder(out, address);
  const others = (await readdir(folder)).filter((name) => name !== basename(attempt));
  await Promise.all(others.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

/**
 * Moves a finished attempt to its run's place. Where another attempt was first, that one stays, and this one is
 * dropped: both hold the same figures.
 */
export async function publishAttempt(attempt: string, out: string, address: string): Promise<void> {
  const target = runFolder(out, address);
  await mkdir(dirname(target), { recursive: true });
  try {
    await rename(attempt, target);
  } catch (error) {
    if (!(await finishedRecord(out, address))) throw error;
  }
  await rm(attemptsFolder(out, address), { recursive: true, force: true });
}
