import type { RunRecord } from '@aelab/viz';
import type { Changes } from '../sweep/expand-sweep.js';

/** A finished run, as a tracker is told of it. */
export interface TrackedRun {
  /** The run's content address. */
  readonly address: string;
  readonly changes: Changes;
  readonly record: RunRecord;
}

/** Shows finished runs in another tool. Told of a run again, it leaves one entry, not two. */
export interface Tracker {
  readonly log: (run: TrackedRun) => Promise<void>;
}
