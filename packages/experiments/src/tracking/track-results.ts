import { finishedRecord } from '../sweep/sweep-folder.js';
import type { SweepResults } from '../sweep/results.js';
import type { Tracker } from './tracker.js';

/** Tells trackers of every finished run of a sweep; those that they know already they leave alone. */
export async function trackResults(
  { runs }: SweepResults,
  out: string,
  trackers: readonly Tracker[],
): Promise<void> {
  if (trackers.length === 0) return;
  for (const { address, changes } of runs) {
    const record = await finishedRecord(out, address);
    if (record) for (const tracker of trackers) await tracker.log({ address, changes, record });
  }
}
