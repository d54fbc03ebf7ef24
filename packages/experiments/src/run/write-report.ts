import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageDataset } from '@aelab/datasets';
import { decodeNpy, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';
import { mse } from '@aelab/metrics';
import { report, type Pictures, type RunRecord } from '@aelab/viz';
import type { PairEmbedding } from '../analysis/measure-overlap.js';
import { rateCurves } from '../codec/bench-curves.js';
import type { CodecBench } from '../codec/codec-bench.js';
import { readSheets } from '../analysis/sheets/sheets-file.js';
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
  const embedding = await readJson<PairEmbedding>(folder, runFiles.embedding);
  const bench = await readJson<CodecBench>(folder, runFiles.codecBench);
  const samples = await readSamples(folder);
  const latents = await readLatents(folder);
  const single = latents && latentValues(record.model) === 1 ? latents : undefined;
  const html = report({
    record,
    pictures: choosePictures(test, reconstructions, latents),
    ...(samples && { samples: { originals: samples.originals, rows: steadyRows(samples) } }),
    imageErrors: mse(toUnitRange(test.images), reconstructions),
    ...(embedding && {
      embedding: { ...embedding, overlap: record.overlap?.perClass.map((c) => c.overlap) },
    }),
    ...(single && { latents: { values: single, labels: test.labels, classNames: test.classNames } }),
    sheets: await readSheets(folder),
    ...(bench && { rates: rateCurves(bench) }),
  });
  await writeWhole(join(folder, runFiles.report), html);
}

/** What an analysis or a bench put into the folder. */
async function readJson<T>(folder: string, file: string): Promise<T | undefined> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as T);
}

/** The latents of the test images of an analysed run, one after the other. */
async function readLatents(folder: string): Promise<Float32Array | undefined> {
  const bytes = await readFile(join(folder, runFiles.latents)).catch(() => undefined);
  return bytes && Float32Array.from(decodeNpy(bytes).data, Number);
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

/**
 * The first test images of each class, so that a report shows every class and its luck is nobody's choice; with their
 * latents, where these have more than one value.
 */
function choosePictures(
  { images, labels, classNames }: ImageDataset,
  reconstructions: ImageBatch,
  latents: Float32Array | undefined,
): Pictures {
  const seen = classNames.map(() => 0);
  const chosen = Array.from(labels.keys())
    .filter((i) => seen[labels[i]]++ < picturesPerClass)
    .sort((a, b) => labels[a] - labels[b])
    .slice(0, mostPictures);
  const values = latents ? latents.length / labels.length : 1;
  return {
    originals: toUnitRange(selectImages(images, chosen)),
    reconstructions: selectImages(reconstructions, chosen),
    labels: chosen.map((i) => classNames[labels[i]]),
    ...(latents &&
      values > 1 && {
        latents: chosen.flatMap((i) => [...latents.subarray(i * values, (i + 1) * values)]),
      }),
  };
}
