import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset } from '@aelab/datasets';
import { decodeNpy, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { mse } from '@aelab/metrics';
import { report, type Pictures, type RunRecord } from '@aelab/viz';
import type { PairEmbedding } from '../analysis/measure-overlap.js';
import { latentValues } from './latent-values.js';
import { loadData } from './load-data.js';
import { readReconstructions, readRunConfig, readRunRecord, runFiles, writeWhole } from './run-folder.js';
import { readSamples, steadyRows } from './training-samples.js';

/** Writes `report.html` into a run's folder. */
export async function writeReport(
  folder: string,
  record: RunRecord,
  test: ImageDataset,
  reconstructions: ImageBatch,
): Promise<void> {
  const embedding = await readEmbedding(folder);
  const samples = await readSamples(folder);
  const latents = await readSingleLatents(folder, record);
  const html = report({
    record,
    pictures: choosePictures(test, reconstructions),
    ...(samples && { samples: { originals: samples.originals, rows: steadyRows(samples) } }),
    imageErrors: mse(toUnitRange(test.images), reconstructions),
    ...(embedding && {
      embedding: { ...embedding, overlap: record.overlap?.perClass.map((c) => c.overlap) },
    }),
    ...(latents && { latents: { values: latents, labels: test.labels, classNames: test.classNames } }),
  });
  await writeWhole(join(folder, runFiles.report), html);
}

/** The map of an analysed run. */
async function readEmbedding(folder: string): Promise<PairEmbedding | undefined> {
  const text = await readFile(join(folder, runFiles.embedding), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as PairEmbedding);
}

/** The values of an analysed latent that has only one. */
async function readSingleLatents(folder: string, { model }: RunRecord): Promise<Float64Array | undefined> {
  if (latentValues(model) !== 1) return undefined;
  const bytes = await readFile(join(folder, runFiles.latents)).catch(() => undefined);
  return bytes && Float64Array.from(decodeNpy(bytes).data, Number);
}

/**
 * Writes the report of a finished run again, from its record and its reconstructions.
 *
 * @returns the file's path
 * @throws UsageError if the folder holds no finished run
 */
export async function reportRun(folder: string): Promise<string> {
  const record = await readRunRecord(folder);
  const { test } = await loadData(await readRunConfig(folder));
  await writeReport(folder, record, test, await readReconstructions(folder));
  return join(folder, runFiles.report);
}

const picturesPerClass = 2;
const mostPictures = 20;

/** The first test images of each class, so that a report shows every class and its luck is nobody's choice. */
function choosePictures({ images, labels, classNames }: ImageDataset, reconstructions: ImageBatch): Pictures {
  const seen = classNames.map(() => 0);
  const chosen = Array.from(labels.keys())
    .filter((i) => seen[labels[i]]++ < picturesPerClass)
    .sort((a, b) => labels[a] - labels[b])
    .slice(0, mostPictures);
  return {
    originals: toUnitRange(selectImages(images, chosen)),
    reconstructions: selectImages(reconstructions, chosen),
    labels: chosen.map((i) => classNames[labels[i]]),
  };
}
