import { rm } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { RunRecord } from '@aelab/viz';
import type { RunEvent, RunOptions } from '../run/run-events.js';
import { resumeRun, startRun } from '../run/run.js';
import { contentAddress } from './content-address.js';
import { figuresOf, lowest } from './figures.js';
import { numericsVersion } from './numerics-version.js';
import {
  attemptsFolder,
  copyAttempt,
  finishedRecord,
  furthestAttempt,
  keepAttempt,
  publishAttempt,
  type EarlierAttempt,
} from './sweep-folder.js';
import type { Outcome, SweepJob } from './sweep-job.js';

/**
 * Does a job in a sweep's folder, from where the furthest earlier attempt at its run stands. Each attempt works in a
 * folder of its own and a finished one is moved to its place in one step, so that a worker which was taken for dead and
 * wakes up can do no harm.
 *
 * @throws the signal's reason if it is aborted; the run's own error if it fails
 */
export async function carryOutJob(job: SweepJob, out: string, options: RunOptions): Promise<Outcome> {
  const finished = await finishedRecord(out, job.address);
  if (finished) return outcomeOfRecord(finished, job.until);
  try {
    return await attemptJob(job, out, options);
  } catch (error) {
    // An attempt that finishes first takes the folders of the others away.
    const first = await finishedRecord(out, job.address);
    if (!first || options.signal?.aborted) throw error;
    return outcomeOfRecord(first, job.until);
  }
}

async function attemptJob(job: SweepJob, out: string, options: RunOptions): Promise<Outcome> {
  const earlier = await furthestAttempt(out, job.address);
  if (earlier && job.until !== undefined && earlier.checkpoint.epoch >= job.until)
    return paused(job.until, earlier.checkpoint.validationLoss);
  const attempt = join(attemptsFolder(out, job.address), randomUUID());
  const record = await pausing(job.until, options, (pausable) => attemptRun(job, earlier, attempt, pausable));
  if (record) {
    assertAddress(record, job);
    await publishAttempt(attempt, out, job.address);
    return outcomeOfRecord(record, job.until);
  }
  await keepAttempt(out, job.address, attempt);
  const reached = await furthestAttempt(out, job.address);
  return paused(job.until ?? 0, reached?.checkpoint.validationLoss ?? []);
}

/** A run is worth its address only if this machine's data and numerics are those that the address names. */
function assertAddress({ data }: RunRecord, { config, address }: SweepJob): void {
  if (contentAddress(config, data.checksums) !== address)
    throw new Error(
      `sweep: the files of ${data.name} here, or the numerics version (${numericsVersion}), are not those that the sweep was planned with; install the same version and fetch the data anew`,
    );
}

/** The outcome of a finished run, or of its first epochs where only those were asked for. */
export function outcomeOfRecord(record: RunRecord, until: number | undefined): Outcome {
  return until === undefined
    ? { state: 'finished', figures: figuresOf(record) }
    : paused(until, record.training.validationLoss);
}

function paused(until: number, validationLoss: RunRecord['training']['validationLoss']): Outcome {
  return { state: 'paused', epochs: until, validationLoss: lowest(validationLoss.slice(0, until)) };
}

async function attemptRun(
  { config }: SweepJob,
  earlier: EarlierAttempt | undefined,
  attempt: string,
  options: RunOptions,
): Promise<RunRecord> {
  if (!earlier || !(await isCopied(earlier, attempt))) return startRun(config, attempt, options);
  return resumeRun(attempt, config, options);
}

/** False where the earlier attempt went away meanwhile, because another process finished it. */
async function isCopied(earlier: EarlierAttempt, attempt: string): Promise<boolean> {
  try {
    await copyAttempt(earlier, attempt);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await rm(attempt, { recursive: true, force: true });
    return false;
  }
}

/** Stops the work at the first step after `until` epochs, where a checkpoint holds their validation losses. */
async function pausing(
  until: number | undefined,
  { signal, onEvent }: RunOptions,
  work: (options: RunOptions) => Promise<RunRecord>,
): Promise<RunRecord | undefined> {
  const pause = new AbortController();
  const watch = (event: RunEvent) => {
    onEvent?.(event);
    if (until !== undefined && event.stage === 'training' && event.epoch >= until) pause.abort();
  };
  try {
    return await work({
      signal: AbortSignal.any([pause.signal, ...(signal ? [signal] : [])]),
      onEvent: watch,
    });
  } catch (error) {
    if (!pause.signal.aborted || signal?.aborted) throw error;
    return undefined;
  }
}
