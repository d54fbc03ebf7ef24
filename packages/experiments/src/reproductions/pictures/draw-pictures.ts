import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { imageGrid } from '@aelab/viz';
import { writeWhole } from '../../run/run-folder.js';
import { runFolder } from '../../sweep/sweep-folder.js';
import { isOf } from '../evidence.js';
import { openMeasuredRun } from '../measurements/measured-run.js';
import type { RunResult } from '../results.js';
import type { PictureSource } from './picture.js';
import { pictureRows, type ShownRun } from './picture-rows.js';

/**
 * Draws the pictures whose runs are there; rows without a run are left out. A picture of a run whose folder is elsewhere
 * is taken over from `known`, if it is there.
 */
export async function drawPictures(
  sources: readonly PictureSource[],
  runs: readonly RunResult[],
  { out, known }: { readonly out: string; readonly known?: string },
): Promise<{ file: string; title: string }[]> {
  const drawn: { file: string; title: string }[] = [];
  for (const source of sources) {
    const { file, title } = source;
    const results = resultsShown(source, runs);
    if (!results.every(({ folder }) => existsSync(join(out, folder)))) {
      if (known !== undefined && (await takeOver(join(known, `${file}.svg`), join(out, `${file}.svg`))))
        drawn.push({ file, title });
      continue;
    }
    const shown = await openRuns(results, out);
    if (isDrawable(source, shown)) {
      const { rows, columns } = await pictureRows(source, shown);
      await writeWhole(join(out, `${file}.svg`), imageGrid(rows, { columns, description: title }));
      drawn.push({ file, title });
    }
    for (const { run } of shown) run.model.autoencoder.dispose();
  }
  return drawn;
}

interface ResultShown {
  readonly label: string;
  readonly result: RunResult;
  readonly folder: string;
}

function resultsShown({ rows }: PictureSource, runs: readonly RunResult[]): ResultShown[] {
  return rows.flatMap(({ label, group, changes }) => {
    const result = runs.find((one) => one.seed === 0 && isOf(one, group, changes));
    return result ? [{ label, result, folder: runFolder(group, result.address) }] : [];
  });
}

async function openRuns(results: readonly ResultShown[], out: string): Promise<ShownRun[]> {
  const shown: ShownRun[] = [];
  for (const { label, result, folder } of results)
    shown.push({ label, result, run: await openMeasuredRun(join(out, folder)) });
  return shown;
}

/** Whether there was a picture. */
async function takeOver(from: string, to: string): Promise<boolean> {
  if (!existsSync(from)) return false;
  if (resolve(from) !== resolve(to)) await writeWhole(to, await readFile(from));
  return true;
}

function isDrawable({ kind }: PictureSource, shown: readonly ShownRun[]): boolean {
  return shown.length >= (kind === 'crops' ? 2 : 1);
}
