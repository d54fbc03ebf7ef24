import { resolve } from 'node:path';
import type { Worker } from 'bullmq';
import { carryOutIn, workerPool } from '../local-executor.js';
import type { ProcessPool } from '../process-pool.js';
import type { RunProgress } from '../progress.js';
import { finishedRecord } from '../sweep-folder.js';
import type { Outcome, SweepJob } from '../sweep-job.js';
import { checkRedis, importBullmq, patient } from './connect.js';
import {
  cancelledReason,
  queueName,
  queuedId,
  type QueuedJob,
  type QueuedResult,
  type RunJob,
} from './job-queue.js';
import {
  announce,
  announceEvery,
  assertSomeMatch,
  describeMismatch,
  leave,
  participant,
  participants,
  type Participant,
} from './participants.js';
import { repeat } from './repeat.js';
import { sweepVersion } from './version.js';
import { within } from './within.js';

export interface WorkerOptions {
  /** Processes that work at a time. */
  readonly workers: number;
  /** Ends the service; jobs at work go back to the queue with their checkpoints. */
  readonly signal: AbortSignal;
  readonly onEvent?: (event: WorkerEvent) => void;
  readonly version?: string;
  /** What carries jobs out; processes of this machine, unless told. */
  readonly pool?: ProcessPool;
}

/** What a worker tells while it serves. */
export type WorkerEvent =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly job: SweepJob }
  | { readonly kind: 'ended'; readonly job: SweepJob; readonly outcome: Outcome }
  | { readonly kind: 'note'; readonly note: string };

/** A worker that has not renewed its lock for so long is taken for dead, and its jobs go to others. */
const lockDuration = 30_000;
const progressEvery = 2000;

/** A worker at its service. */
interface Service {
  readonly out: string;
  readonly pool: ProcessPool;
  readonly options: WorkerOptions;
  /** Drivers of the jobs at work, by the job's id. */
  readonly drivers: Map<string, string>;
}

/**
 * Carries out the jobs of the sweeps at a Redis, in processes of this machine, until the signal. Jobs of workers that
 * died or lost touch are taken over from their last checkpoint, if `out` is a folder that the workers share.
 *
 * @throws UsageError or Error if Redis cannot be used, or all drivers there have another version
 */
export async function serveRedis(url: string, out: string, options: WorkerOptions): Promise<void> {
  await checkRedis(url);
  const { Queue, Worker } = await importBullmq();
  const version = options.version ?? sweepVersion();
  const pool = options.pool ?? workerPool(options.workers);
  const service: Service = { out, pool, options, drivers: new Map() };
  const queue = new Queue(queueName(version), { connection: patient(url) });
  queue.on('error', () => undefined);
  const self = participant(version, `${resolve(out)} ${process.pid}`);
  try {
    assertSomeMatch(await participants(queue, 'driver'), 'driver', version);
    const worker = new Worker<QueuedJob, QueuedResult>(
      queueName(version),
      (job, token, signal) => doQueued(service, job, token, signal),
      {
        connection: patient(url),
        concurrency: options.workers,
        lockDuration,
        stalledInterval: lockDuration / 2,
        maxStalledCount: 20,
      },
    );
    listen(worker, options);
    await worker.waitUntilReady();
    options.onEvent?.({ kind: 'ready' });
    await repeat(announceEvery, options.signal, async () => {
      await announce(queue, 'worker', self);
      obey(service, worker, await participants(queue, 'driver'), version);
    });
    await within(lockDuration, worker.close());
  } finally {
    pool.stop();
    await within(2000, leave(queue, 'worker', self));
    await within(2000, queue.close());
  }
}

function listen(worker: Worker, { onEvent }: WorkerOptions): void {
  worker.on('error', (error: NodeJS.ErrnoException) =>
    onEvent?.({ kind: 'note', note: `redis: ${error.message || (error.code ?? error.name)}` }),
  );
  // Another worker has the job now; what this one would still do is done twice.
  worker.on('lockRenewalFailed', (ids) => ids.forEach((id) => worker.cancelJob(id)));
}

/** Heeds the drivers: jobs of one that has withdrawn them are stopped, one of another version is told of. */
function obey(
  { drivers, options }: Service,
  worker: Worker,
  present: readonly Participant[],
  version: string,
): void {
  const mismatch = describeMismatch(present, 'driver', version);
  if (mismatch !== undefined) options.onEvent?.({ kind: 'note', note: mismatch });
  const withdrawn = new Set(present.filter(({ cancelled }) => cancelled).map(({ id }) => id));
  for (const [job, driver] of drivers) if (withdrawn.has(driver)) worker.cancelJob(job);
}

async function doQueued(
  service: Service,
  queued: RunJob,
  token: string | undefined,
  lost: AbortSignal | undefined,
): Promise<QueuedResult> {
  const { drivers, options } = service;
  const { job, driver } = queued.data;
  const id = queuedId(job);
  drivers.set(id, driver);
  options.onEvent?.({ kind: 'started', job });
  try {
    const result = await carryOut(service, queued, lost);
    options.onEvent?.({ kind: 'ended', job, outcome: result.outcome });
    return result;
  } catch (error) {
    throw await reasonToGiveUp(queued, token, error as Error, { left: options.signal, lost });
  } finally {
    drivers.delete(id);
  }
}

async function carryOut(
  { out, pool, options }: Service,
  queued: RunJob,
  lost: AbortSignal | undefined,
): Promise<QueuedResult> {
  const { job } = queued.data;
  const signal = AbortSignal.any([options.signal, ...(lost ? [lost] : [])]);
  const outcome = await carryOutIn(pool, job, out, { signal, onProgress: occasionally(queued) });
  const record = outcome.state === 'finished' ? await finishedRecord(out, job.address) : undefined;
  return { outcome, ...(record && { record }) };
}

/** Tells Redis of a job's progress, now and then. */
function occasionally(queued: RunJob): (progress: RunProgress) => void {
  let told = -Infinity;
  return (progress) => {
    if (performance.now() - told < progressEvery) return;
    told = performance.now();
    queued.updateProgress({ ...progress }).catch(() => undefined);
  };
}

/** What tells BullMQ how a job that did not end goes on: back to the queue, never again, or tried anew after a pause. */
async function reasonToGiveUp(
  queued: RunJob,
  token: string | undefined,
  error: Error,
  { left, lost }: { left: AbortSignal; lost: AbortSignal | undefined },
): Promise<Error> {
  const { UnrecoverableError, WaitingError } = await importBullmq();
  if (lost?.aborted) return new UnrecoverableError(cancelledReason);
  if (!left.aborted) return error;
  await queued.moveToWait(token);
  return new WaitingError();
}
