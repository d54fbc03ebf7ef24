import { basename } from 'node:path';
import { toUnitRange } from '@aelab/images';
import { mse } from '@aelab/metrics';
import {
  comparison,
  rankRuns,
  shareTestImages,
  type ComparedRun,
  type PairedDifference,
  type Table,
} from '@aelab/viz';
import { loadData } from '../run/load-data.js';
import { readRunConfig, readReconstructions, readRunRecord, writeWhole } from '../run/run-folder.js';
import { asUsage } from '../usage-error.js';
import { groupRuns, runRows, writeXlsx } from './group-runs.js';
import { pairedDifferences } from './paired-differences.js';

export interface CompareOptions {
  /** A setting by which the runs are put into groups: `model.latentDim`; needs danfojs-node. */
  readonly groupBy?: string | undefined;
  /** An Excel file with a row for each run: its settings and figures; needs danfojs-node. */
  readonly xlsx?: string | undefined;
}

/**
 * Writes a report across finished runs. Where all were measured on the same test images, differences from the best run
 * have intervals from the errors of each image in both.
 *
 * @param folders - two or more; a run is called by its folder's name
 * @returns the tables of the groups, if they were asked for
 * @throws UsageError if a folder holds no finished run, the runs cannot be told apart by name, or none has the field
 */
export async function compareRuns(
  folders: readonly string[],
  file: string,
  { groupBy, xlsx }: CompareOptions = {},
): Promise<Table[]> {
  const runs = await Promise.all(
    folders.map(async (folder) => ({ name: basename(folder), record: await readRunRecord(folder) })),
  );
  const groups = groupBy === undefined ? [] : await groupRuns(runRows(runs), groupBy);
  const paired = shareTestImages(runs) ? await fromBest(runs, folders) : undefined;
  await writeWhole(
    file,
    asUsage(() => comparison({ runs, groups, ...(paired && { paired }) })),
  );
  if (xlsx !== undefined) await writeXlsx(runRows(runs), xlsx);
  return groups;
}

async function fromBest(
  runs: readonly ComparedRun[],
  folders: readonly string[],
): Promise<Record<string, PairedDifference>> {
  const { test } = await loadData(await readRunConfig(folders[0]));
  const originals = toUnitRange(test.images);
  const errors: Record<string, Float64Array> = {};
  for (const [r, folder] of folders.entries())
    errors[runs[r].name] = mse(originals, await readReconstructions(folder));
  return pairedDifferences(errors, rankRuns(runs)[0].name);
}
