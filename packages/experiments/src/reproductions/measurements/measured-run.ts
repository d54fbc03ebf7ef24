import type { ImageBatch } from '@aelab/images';
import { loadData, type RunData } from '../../run/load-data.js';
import { openRun, type OpenRun } from '../../run/open-run.js';
import { readReconstructions } from '../../run/run-folder.js';

/** A finished run with all that a measurement may look at. */
export interface MeasuredRun extends OpenRun {
  readonly data: RunData;
  /** Of the test images, in [0, 1]. */
  readonly reconstructions: ImageBatch;
}

/** @throws UsageError if the folder holds no finished run */
export async function openMeasuredRun(folder: string): Promise<MeasuredRun> {
  const run = await openRun(folder);
  return { ...run, data: await loadData(run.config), reconstructions: await readReconstructions(folder) };
}
