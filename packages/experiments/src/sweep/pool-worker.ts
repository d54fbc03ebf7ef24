import type { Config } from '../config.js';
import { carryOutJob } from './carry-out-job.js';
import { probeRun } from './probe-run.js';
import { progressOf } from './progress.js';
import { serveTasks } from './serve-tasks.js';
import type { SweepJob } from './sweep-job.js';

/** What the worker processes of a sweep do. */
export type SweepTask =
  | { readonly kind: 'job'; readonly job: SweepJob; readonly out: string }
  | { readonly kind: 'probe'; readonly config: Config };

const leastMilliseconds = 250;

serveTasks((task, { signal, onProgress }) => {
  const wanted = task as SweepTask;
  if (wanted.kind === 'probe') return probeRun(wanted.config);
  let told = 0;
  return carryOutJob(wanted.job, wanted.out, {
    signal,
    onEvent: (event) => {
      const now = performance.now();
      if (now - told < leastMilliseconds) return;
      told = now;
      onProgress(progressOf(event));
    },
  });
});
