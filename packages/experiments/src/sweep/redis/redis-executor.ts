import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { recordJson, type RunRecord } from '@aelab/viz';
import type { Queue, QueueEvents } from 'bullmq';
import { runFiles, writeWhole } from '../../run/run-folder.js';
import type { Executor } from '../local-executor.js';
import type { RunProgress } from '../progress.js';
import { finishedRecord, runFolder } from '../sweep-folder.js';
import type { Outcome, SweepJob } from '../sweep-job.js';
import { checkRedis, importBullmq, patient } from './connect.js';
import {
  cancelledReason,
  priority,
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
} from './participants.js';
import { repeat } from './repeat.js';
import { sweepVersion } from './version.js';
import { within } from './within.js';

export interface RedisExecutorOptions {
  /** Told of each thing that a person should know: no workers, workers of another version. */
  readonly onNote?: (note: string) => void;
  readonly version?: string;
}

/** Jobs in Redis at a time: enough to keep hundreds of workers busy, few enough to keep Redis small. */
const window = 256;

const reconcileEvery = 10_000;
const patienceOfStop = 30_000;
const weekInSeconds = 7 * 24 * 3600;

interface Waiting {
  readonly job: SweepJob;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
  readonly onProgress: (progress: RunProgress) => void;
}

/** A driver at work: its queue, and what it waits for by the job's id. */
interface Driver {
  readonly out: string;
  readonly queue: Queue<QueuedJob, QueuedResult>;
  readonly events: QueueEvents;
  readonly self: ReturnType<typeof participant>;
  readonly waiting: Map<string, Waiting>;
  /** Whether its jobs are to stop. */
  withdrawn: boolean;
}

/**
 * Workers anywhere that serve the same Redis. Jobs are named by content address, so that one handed over again after a
 * crash of the driver is done once; a result stays in Redis until it is in the driver's folder.
 *
 * @throws UsageError or Error if Redis cannot be used, or all workers there have another version
 */
export async function redisExecutor(
  url: string,
  out: string,
  { onNote = () => undefined, version = sweepVersion() }: RedisExecutorOptions = {},
): Promise<Executor> {
  await checkRedis(url);
  const driver = await openDriver(url, out, version);
  assertSomeMatch(await participants(driver.queue, 'worker'), 'worker', version);
  listen(driver);
  const ending = new AbortController();
  const background = Promise.all([
    repeat(announceEvery, ending.signal, () => presentItself(driver, version, onNote)),
    repeat(reconcileEvery, ending.signal, () => reconcile(driver)),
  ]);
  const end = async () => {
    await withdraw(driver);
    ending.abort();
    await within(
      5000,
      background.then(() => leave(driver.queue, 'driver', driver.self)),
    );
    await within(5000, Promise.all([driver.queue.close(), driver.events.close()]));
  };
  let ended: Promise<void> | undefined;
  return {
    width: window,
    run: (job, onProgress) =>
      new Promise((resolve, reject) => {
        driver.waiting.set(queuedId(job), { job, resolve, reject, onProgress });
        handOver(driver, job).catch(reject);
      }),
    stop: () => (ended ??= end()),
  };
}

async function openDriver(url: string, out: string, version: string): Promise<Driver> {
  const { Queue, QueueEvents } = await importBullmq();
  const options = { connection: patient(url) };
  return {
    out,
    queue: new Queue<QueuedJob, QueuedResult>(queueName(version), options),
    events: new QueueEvents(queueName(version), options),
    self: participant(version, resolve(out)),
    waiting: new Map(),
    withdrawn: false,
  };
}

function listen(driver: Driver): void {
  const { events, queue, waiting } = driver;
  const gatherNow = ({ jobId }: { jobId: string }) => void gather(driver, jobId).catch(() => undefined);
  // A lost connection is tried again for ever; what was missed meanwhile, `reconcile` finds.
  queue.on('error', () => undefined);
  events.on('error', () => undefined);
  events.on('completed', gatherNow);
  events.on('failed', gatherNow);
  events.on('progress', ({ jobId, data }) => waiting.get(jobId)?.onProgress(data as unknown as RunProgress));
}

/** Puts a job into Redis, unless it is there already: a failed one is tried anew, an ended one gathered. */
async function handOver(driver: Driver, job: SweepJob): Promise<void> {
  const { queue, self } = driver;
  const id = queuedId(job);
  const known = await queue.getJob(id);
  if (await known?.isCompleted()) return gather(driver, id);
  if (await known?.isFailed()) await known?.remove();
  const data = { job, driver: self.id };
  await queue.add('run', data, {
    jobId: id,
    priority: priority(job),
    attempts: 3,
    backoff: { type: 'exponential', delay: 2000 },
    removeOnComplete: { age: weekInSeconds },
    removeOnFail: { age: weekInSeconds },
  });
}

/** Takes the result of an ended job out of Redis, once it is in the folder. */
async function gather({ queue, waiting, out }: Driver, id: string): Promise<void> {
  const ended = await queue.getJob(id);
  const state = await ended?.getState();
  const asked = waiting.get(id);
  if (!ended || !asked || (state !== 'completed' && state !== 'failed')) return;
  waiting.delete(id);
  try {
    if (state === 'failed') throw failureOf(ended);
    const { outcome, record } = ended.returnvalue;
    if (record) await keepRecord(out, asked.job.address, record);
    asked.resolve(outcome);
  } catch (error) {
    asked.reject(error);
  }
  await ended.remove();
}

function failureOf({ failedReason }: RunJob): Error {
  return failedReason === cancelledReason ? cancelled() : new Error(failedReason);
}

function cancelled(): DOMException {
  return new DOMException('the sweep was stopped', 'AbortError');
}

async function keepRecord(out: string, address: string, record: RunRecord): Promise<void> {
  if (await finishedRecord(out, address)) return;
  await mkdir(runFolder(out, address), { recursive: true });
  await writeWhole(join(runFolder(out, address), runFiles.record), recordJson(record));
}

/** Finds what events did not tell: results while this process was away, jobs that Redis lost when it was restarted. */
async function reconcile(driver: Driver): Promise<void> {
  for (const [id, { job }] of driver.waiting) {
    const state = await driver.queue.getJobState(id);
    if (state === 'unknown') await handOver(driver, job);
    else await gather(driver, id);
  }
}

/** Announces the driver; says, once each, what a person should know of the workers. */
async function presentItself(
  { queue, self, waiting, withdrawn }: Driver,
  version: string,
  onNote: (note: string) => void,
): Promise<void> {
  await announce(queue, 'driver', { ...self, ...(withdrawn && { cancelled: true }) });
  const workers = await participants(queue, 'worker');
  const mismatch = describeMismatch(workers, 'worker', version);
  if (mismatch !== undefined) onNote(mismatch);
  if (waiting.size > 0 && !workers.some((worker) => worker.version === version))
    onNote('redis: no worker serves this sweep yet; start one: aelab worker --redis URL --out FOLDER');
}

/** Takes back the jobs that no worker has begun, and asks the workers to stop the others where they can be resumed. */
async function withdraw(driver: Driver): Promise<void> {
  const { queue, waiting, self } = driver;
  driver.withdrawn = true;
  const withdrawing = async () => {
    await announce(queue, 'driver', { ...self, cancelled: true });
    for (const [id, { reject }] of waiting)
      if (await removed(queue, id)) {
        waiting.delete(id);
        reject(cancelled());
      }
    while (waiting.size > 0) await sleep(200);
  };
  if (waiting.size > 0) await within(patienceOfStop, withdrawing()).catch(() => undefined);
  for (const { reject } of waiting.values()) reject(cancelled());
  waiting.clear();
}

/** Whether a job could be removed; one at work is locked. */
async function removed(queue: Queue, id: string): Promise<boolean> {
  const job = await queue.getJob(id);
  if (!job) return true;
  return job.remove().then(
    () => true,
    () => false,
  );
}
