import { readFile } from 'node:fs/promises';
import { writeWhole } from '../run/run-folder.js';
import { UsageError } from '../usage-error.js';
import { outcomeOfRecord } from './carry-out-job.js';
import type { Executor } from './local-executor.js';
import { sweepVersion } from './redis/version.js';
import { finishedRecord } from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';

interface JobFile {
  /** Of the sweep that planned them. */
  readonly version: string;
  readonly jobs: readonly SweepJob[];
}

/** Which of a file's jobs are meant: every `of`-th from place `place`. */
export interface Share {
  readonly place: number;
  readonly of: number;
}

export interface JobsOptions {
  readonly share: Share;
  /** Stops the jobs at work where they can be resumed. */
  readonly signal: AbortSignal;
  readonly onEnd: (job: SweepJob, outcome: Outcome) => void;
}

/** Writes jobs for `carryOutShare`, on this machine or another. */
export function writeJobs(file: string, jobs: readonly SweepJob[]): Promise<void> {
  const content: JobFile = { version: sweepVersion(), jobs };
  return writeWhole(file, `${JSON.stringify(content, undefined, 1)}\n`);
}

/**
 * Carries out a share of the jobs in a file: finished runs are left alone, unfinished ones go on from their
 * checkpoints, and one that fails never stops the others.
 *
 * @returns how many were meant, and how many of them failed
 * @throws UsageError if the file cannot be read, or is of another version
 * @throws the signal's reason if it is aborted
 */
export async function carryOutShare(
  file: string,
  out: string,
  executor: Executor,
  { share, signal, onEnd }: JobsOptions,
): Promise<{ jobs: number; failed: number }> {
  const { jobs } = await readJobs(file);
  const mine = jobs.filter((_, i) => i % share.of === share.place);
  const waiting = mine.values();
  let failed = 0;
  const workThrough = async () => {
    for (const job of waiting) {
      signal.throwIfAborted();
      const outcome = await endOf(job, out, executor);
      if (outcome.state === 'failed') failed++;
      onEnd(job, outcome);
    }
  };
  const stop = () => void executor.stop();
  signal.addEventListener('abort', stop);
  await Promise.allSettled(Array.from({ length: executor.width }, workThrough));
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return { jobs: mine.length, failed };
}

async function readJobs(file: string): Promise<JobFile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`jobs: ${file} cannot be read (${code}); aelab sweep --emit slurm writes it`);
  });
  const read = JSON.parse(text) as JobFile;
  if (read.version !== sweepVersion())
    throw new UsageError(
      `jobs: ${file} was planned by ${read.version}, and this is ${sweepVersion()}; install the same version, or plan anew`,
    );
  return read;
}

/** @throws an AbortError once the executor was stopped */
async function endOf(job: SweepJob, out: string, executor: Executor): Promise<Outcome> {
  try {
    const record = await finishedRecord(out, job.address);
    if (record) return outcomeOfRecord(record, job.until);
    return await executor.run(job, () => undefined);
  } catch (error) {
    const { name, message } = error as Error;
    if (name === 'AbortError') throw error;
    return { state: 'failed', cause: message };
  }
}
