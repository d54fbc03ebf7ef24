import { basename } from 'node:path';
import { toUnitRange } from '@aelab/images';
import { bootstrapMean, mse } from '@aelab/metrics';
import { comparison, shareTestImages, type ComparedRun } from '@aelab/viz';
import { loadData } from '../run/load-data.js';
import { readRunConfig, readReconstructions, readRunRecord, writeWhole } from '../run/run-folder.js';
import { asUsage } from '../usage-error.js';

/**
 * Writes a report across finished runs. Where all were measured on the same test images, differences from the best run
 * have intervals from the errors of each image in both.
 *
 * @param folders - two or more; a run is called by its folder's name
 * @throws UsageError if a folder holds no finished run, or the runs cannot be told apart by name
 */
export async function compareRuns(folders: readonly string[], file: string): Promise<void> {
  const runs = await Promise.all(
    folders.map(async (folder) => ({ name: basename(folder), record: await readRunRecord(folder) })),
  );
  const pairedIntervals = shareTestImages(runs) ? await intervalsFromBest(runs, folders) : undefined;
  const page = asUsage(() => comparison({ runs, ...(pairedIntervals && { pairedIntervals }) }));
  await writeWhole(file, page);
}

async function intervalsFromBest(runs: readonly ComparedRun[], folders: readonly string[]) {
  const { test } = await loadData(await readRunConfig(folders[0]));
  const originals = toUnitRange(test.images);
  const errors: Float64Array[] = [];
  for (const folder of folders) {
    errors.push(mse(originals, await readReconstructions(folder)));
  }
  const best = runs.reduce(
    (least, { record }, i) => (Number(record.test.mse) < Number(runs[least].record.test.mse) ? i : least),
    0,
  );
  return Object.fromEntries(
    runs.map(({ name }, i) => [
      name,
      bootstrapMean(
        errors[i].map((error, k) => error - errors[best][k]),
        { seed: 0 },
      ).interval,
    ]),
  );
}
