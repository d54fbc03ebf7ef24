import { availableParallelism } from 'node:os';
import type { Config } from '../config.js';
import type { SweepTask } from './pool-worker.js';
import type { Probe } from './probe-run.js';
import { processPool, type ProcessPool } from './process-pool.js';
import type { RunProgress } from './progress.js';
import type { Outcome, SweepJob } from './sweep-job.js';

/** What carries jobs out, here or elsewhere. */
export interface Executor {
  /** Jobs to hand over at a time. */
  readonly width: number;
  /** @throws what made the job fail; an AbortError once it was stopped */
  readonly run: (job: SweepJob, onProgress: (progress: RunProgress) => void) => Promise<Outcome>;
  /** Asks the jobs at work to stop where they can be resumed. */
  readonly stop: () => void | Promise<void>;
}

export interface LocalExecutor extends Executor {
  readonly probe: (config: Config) => Promise<Probe>;
}

/** Worker processes on this machine, which share its cores evenly and write into the sweep's folder. */
export function localExecutor(out: string, workers: number): LocalExecutor {
  const pool = workerPool(workers);
  return {
    width: workers,
    run: (job, onProgress) => carryOutIn(pool, job, out, { onProgress }),
    probe: (config) => pool.run({ kind: 'probe', config } satisfies SweepTask) as Promise<Probe>,
    stop: pool.stop,
  };
}

/**
 * A pool of processes, with threads for no more cores than there are unless the environment states their number; they
 * carry jobs out unless told otherwise.
 */
export function workerPool(
  workers: number,
  entry = new URL('./pool-worker.js', import.meta.url),
): ProcessPool {
  return processPool({ entry, env: threadsOf(workers) });
}

/** The variables that say how many threads one of so many processes uses; those that the environment states hold. */
export function threadsOf(workers: number, stated: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const threads = String(Math.max(1, Math.floor(availableParallelism() / workers)));
  const shares = {
    AELAB_THREADS: threads,
    OMP_NUM_THREADS: threads,
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: '1',
  };
  return Object.fromEntries(Object.entries(shares).map(([name, share]) => [name, stated[name] || share]));
}

export async function carryOutIn(
  pool: ProcessPool,
  job: SweepJob,
  out: string,
  { signal, onProgress }: { signal?: AbortSignal; onProgress: (progress: RunProgress) => void },
): Promise<Outcome> {
  const task: SweepTask = { kind: 'job', job, out };
  const options = { signal, onProgress: onProgress as (progress: unknown) => void };
  return pool.run(task, options) as Promise<Outcome>;
}
