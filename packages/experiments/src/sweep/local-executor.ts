import { availableParallelism } from 'node:os';
import type { Config } from '../config.js';
import type { SweepTask } from './pool-worker.js';
import type { Probe } from './probe-run.js';
import { processPool } from './process-pool.js';
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
  const pool = processPool({ entry: new URL('./pool-worker.js', import.meta.url), env: threadsFor(workers) });
  const run = (task: SweepTask, onProgress?: (progress: RunProgress) => void) =>
    pool.run(task, onProgress as (progress: unknown) => void);
  return {
    width: workers,
    run: (job, onProgress) => run({ kind: 'job', job, out }, onProgress) as Promise<Outcome>,
    probe: (config) => run({ kind: 'probe', config }) as Promise<Probe>,
    stop: pool.stop,
  };
}

/** The environment that keeps the workers' threads to the cores that there are. */
function threadsFor(workers: number): Record<string, string> {
  const threads = String(Math.max(1, Math.floor(availableParallelism() / workers)));
  return {
    AELAB_THREADS: threads,
    OMP_NUM_THREADS: threads,
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: '1',
  };
}
