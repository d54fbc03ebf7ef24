import { basename } from 'node:path';
import { selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { knee, mse } from '@aelab/metrics';
import {
  comparison,
  rankRuns,
  shareTestImages,
  latentFamilies,
  type ComparisonInput,
  type ComparedRun,
  type Table,
} from '@aelab/viz';
import { firstOfClasses } from '../analysis/sheets/choose-images.js';
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
  const shared = shareTestImages(runs) ? await onSharedImages(runs, folders) : {};
  await writeWhole(
    file,
    asUsage(() => comparison({ runs, groups, knee: kneeOf(runs), ...shared })),
  );
  if (xlsx !== undefined) await writeXlsx(runRows(runs), xlsx);
  return groups;
}

/** Differences from the best run, and pictures, of the test images that all runs were measured on. */
async function onSharedImages(
  runs: readonly ComparedRun[],
  folders: readonly string[],
): Promise<Required<Pick<ComparisonInput, 'paired' | 'pictures'>>> {
  const { test } = await loadData(await readRunConfig(folders[0]));
  const originals = toUnitRange(test.images);
  const { places, names } = firstOfClasses(test);
  const errors: Record<string, Float64Array> = {};
  const reconstructions: Record<string, ImageBatch> = {};
  for (const [r, folder] of folders.entries()) {
    const made = await readReconstructions(folder);
    errors[runs[r].name] = mse(originals, made);
    reconstructions[runs[r].name] = selectImages(made, places);
  }
  return {
    paired: pairedDifferences(errors, rankRuns(runs)[0].name),
    pictures: { originals: selectImages(originals, places), names, reconstructions },
  };
}

/** Dimension reduction at the knee, where one family of runs has three sizes of latent or more. */
function kneeOf(runs: readonly ComparedRun[]): number | undefined {
  const curves = latentFamilies(runs).map((family) => {
    const errors = new Map(
      family.runs.map(({ record }) => [Number(record.model.dimensionReduction), Number(record.test.mse)]),
    );
    return [...errors].sort(([a], [b]) => b - a);
  });
  const long = curves.filter((points) => points.length > 2);
  if (long.length !== 1) return undefined;
  const [curve] = long;
  if (!(curve[0][1] > curve[curve.length - 1][1])) return undefined;
  const { x } = knee(
    curve.map(([reduction]) => -Math.log2(reduction)),
    curve.map(([, error]) => error),
  );
  return 2 ** -x;
}
