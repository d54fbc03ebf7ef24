import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNpy, imagesFromNpy, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { imageGrid } from '@aelab/viz';
import { loadData } from '../run/load-data.js';
import { readRunConfig, runFiles, writeWhole } from '../run/run-folder.js';
import { runFolder } from '../sweep/sweep-folder.js';
import type { Changes } from '../sweep/expand-sweep.js';
import { isOf } from './evidence.js';
import type { RunResult } from './results.js';

/** A grid of test images over what the runs of a group make of them. */
export interface PictureSource {
  readonly file: string;
  readonly title: string;
  readonly group: string;
  /** A row for each: the run of the first seed with these changes. */
  readonly rows: readonly { readonly label: string; readonly changes: Changes }[];
}

/** Fewer of large images, whose pixels the file holds. */
const columnsFor = (side: number) => (side > 48 ? 5 : 10);

/** Draws the grids whose runs are there. */
export async function drawPictures(
  sources: readonly PictureSource[],
  runs: readonly RunResult[],
  out: string,
): Promise<{ file: string; title: string }[]> {
  const drawn: { file: string; title: string }[] = [];
  for (const { file, title, group, rows } of sources) {
    const found = rows.flatMap(({ label, changes }) => {
      const run = runs.find((one) => one.seed === 0 && isOf(one, group, changes));
      return run ? [{ label, folder: runFolder(join(out, group), run.address) }] : [];
    });
    if (found.length === 0) continue;
    await writeWhole(join(out, `${file}.svg`), await grid(title, found));
    drawn.push({ file, title });
  }
  return drawn;
}

async function grid(
  description: string,
  rows: readonly { readonly label: string; readonly folder: string }[],
): Promise<string> {
  const { test } = await loadData(await readRunConfig(rows[0].folder));
  const chosen = chooseColumns(test.labels, test.classNames.length, columnsFor(test.images.shape[1]));
  const shown = await Promise.all(
    rows.map(async ({ label, folder }) => ({ label, images: await reconstructions(folder, chosen) })),
  );
  const originals = { label: 'original', images: toUnitRange(selectImages(test.images, chosen)) };
  return imageGrid([originals, ...shown], { description });
}

async function reconstructions(folder: string, chosen: readonly number[]): Promise<ImageBatch> {
  const array = decodeNpy(await readFile(join(folder, runFiles.reconstructions)));
  return selectImages(imagesFromNpy(array, [0, 1]), [...chosen]);
}

/** The first test images of the classes in turn, so that nobody chose them. */
function chooseColumns(labels: Uint8Array, classes: number, columns: number): number[] {
  const each = Math.ceil(columns / classes);
  const seen = new Array<number>(classes).fill(0);
  const chosen = [...labels.keys()].filter((i) => seen[labels[i]]++ < each);
  return chosen.sort((a, b) => labels[a] - labels[b]).slice(0, columns);
}
