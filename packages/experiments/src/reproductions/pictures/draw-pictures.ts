import { join } from 'node:path';
import { imageGrid } from '@aelab/viz';
import { writeWhole } from '../../run/run-folder.js';
import { runFolder } from '../../sweep/sweep-folder.js';
import { isOf } from '../evidence.js';
import { openMeasuredRun } from '../measurements/measured-run.js';
import type { RunResult } from '../results.js';
import type { PictureSource } from './picture.js';
import { pictureRows, type ShownRun } from './picture-rows.js';

/** Draws the pictures whose runs are there; rows without a run are left out. */
export async function drawPictures(
  sources: readonly PictureSource[],
  runs: readonly RunResult[],
  out: string,
): Promise<{ file: string; title: string }[]> {
  const drawn: { file: string; title: string }[] = [];
  for (const source of sources) {
    const { file, title } = source;
    const shown = await openRuns(source, runs, out);
    if (isDrawable(source, shown)) {
      const { rows, columns } = await pictureRows(source, shown);
      await writeWhole(join(out, `${file}.svg`), imageGrid(rows, { columns, description: title }));
      drawn.push({ file, title });
    }
    for (const { run } of shown) run.model.autoencoder.dispose();
  }
  return drawn;
}

async function openRuns(
  { rows }: PictureSource,
  runs: readonly RunResult[],
  out: string,
): Promise<ShownRun[]> {
  const shown: ShownRun[] = [];
  for (const { label, group, changes } of rows) {
    const result = runs.find((one) => one.seed === 0 && isOf(one, group, changes));
    if (result)
      shown.push({ label, result, run: await openMeasuredRun(runFolder(join(out, group), result.address)) });
  }
  return shown;
}

function isDrawable({ kind }: PictureSource, shown: readonly ShownRun[]): boolean {
  return shown.length >= (kind === 'crops' ? 2 : 1);
}
