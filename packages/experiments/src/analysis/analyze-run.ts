import { join } from 'node:path';
import { encodeNpy, toUnitRange, type ImageBatch } from '@aelab/images';
import { stratifiedSubset, type ImageDataset } from '@aelab/datasets';
import { mse } from '@aelab/metrics';
import { fitSvd } from '@aelab/metrics/pca';
import { encode } from '@aelab/models';
import { recordJson, type RunRecord } from '@aelab/viz';
import { loadDataset } from '../datasets.js';
import { latentValues } from '../run/latent-values.js';
import { loadData, type RunData } from '../run/load-data.js';
import { openRun, type OpenRun } from '../run/open-run.js';
import { measureLinear } from '../run/measure-baselines.js';
import { readReconstructions, readRunRecord, runFiles, withLock, writeWhole } from '../run/run-folder.js';
import { writeReport } from '../run/write-report.js';
import type { Analysis } from './analysis.js';
import { measureBytes } from './measure-bytes.js';
import { measureJudge, openJudge } from './measure-judge.js';
import { measureLatents } from './measure-latents.js';
import { measureOverlap } from './measure-overlap.js';

export interface AnalysisOptions {
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: { readonly stage: 'evaluation'; readonly what: string }) => void;
}

/** A finished run with all that a part of its record is measured from. */
interface FinishedRun extends OpenRun {
  readonly folder: string;
  readonly data: RunData;
  /** Of the test images, in [0, 1]. */
  readonly reconstructions: ImageBatch;
}

type Part = (run: FinishedRun) => Partial<RunRecord> | Promise<Partial<RunRecord>>;

/**
 * Measures more of a finished run, into the same record and report. Each part is kept as soon as it is measured.
 *
 * @throws UsageError if the folder holds no finished run, or there is no such judge
 */
export async function analyzeRun(
  folder: string,
  analysis: Analysis,
  { signal, onEvent }: AnalysisOptions = {},
): Promise<RunRecord> {
  await readRunRecord(folder);
  return withLock(folder, async () => {
    const opened = await openRun(folder);
    const { config } = opened;
    let { record } = opened;
    const reconstructions = await readReconstructions(folder);
    const data = await loadData(config);
    const measure = async (what: string, part: Part) => {
      signal?.throwIfAborted();
      onEvent?.({ stage: 'evaluation', what });
      record = { ...record, ...(await part({ ...opened, folder, record, data, reconstructions })) };
      await writeWhole(join(folder, runFiles.record), recordJson(record));
    };
    const { svd, judge, overlap, latents, bytes } = analysis;
    if (svd) await measure('uncentred SVD', svdPart);
    if (latents) await measure('what the latents hold', latentsPart);
    if (bytes) await measure('the latents as a file', bytesPart);
    if (judge !== undefined) await measure(`the judge ${judge}`, (run) => judgePart(run, judge));
    if (overlap)
      await measure(`overlap of ${overlap.pairs} pairs in three t-SNE maps`, (run) =>
        overlapPart(run, overlap, signal),
      );
    await writeReport(folder, record, data.test, reconstructions);
    return record;
  });
}

function svdPart({ record, config, data, reconstructions }: FinishedRun) {
  const basis = fitSvd(data.train.images, { components: latentValues(record.model) });
  const modelErrors = mse(toUnitRange(data.test.images), reconstructions);
  const svd = measureLinear(basis, data.test.images, { modelErrors, seed: config.seed });
  return { baselines: { ...record.baselines, svd } };
}

/** Images whose latents are looked at: of the test, and of the training images for the linear probe. */
const mostTested = 2000;
const mostLearnt = 5000;

async function latentsPart({ folder, config, data, model }: FinishedRun) {
  const test = some(data.test, mostTested, config.seed);
  const training = some(data.train, mostLearnt, config.seed);
  const classes = {
    ...test,
    training: { latents: await encode(model, training.images), labels: training.labels },
  };
  const all = await encode(model, data.test.images);
  await writeWhole(join(folder, runFiles.latents), encodeNpy(all));
  return { latents: measureLatents(await encode(model, test.images), classes, config.seed) };
}

async function bytesPart({ folder, config, data, model }: FinishedRun) {
  const training = some(data.train, mostLearnt, config.seed);
  const { block, file } = await measureBytes(model, training.images, data.test.images);
  await writeWhole(join(folder, runFiles.latentsFile), file);
  return { bytes: block };
}

async function judgePart({ config, data, reconstructions }: FinishedRun, choice: string) {
  const judge = await openJudge(choice, () => loadDataset(config.dataset, config.seed));
  return { judge: await measureJudge(judge, data.test, reconstructions, config.seed) };
}

async function overlapPart(
  { folder, config, data, reconstructions }: FinishedRun,
  overlap: NonNullable<Analysis['overlap']>,
  signal: AbortSignal | undefined,
) {
  const settings = { ...overlap, seed: config.seed, signal };
  const { block, embedding } = await measureOverlap(data.test, reconstructions, settings);
  await writeWhole(join(folder, runFiles.embedding), JSON.stringify(embedding));
  return { overlap: block };
}

function some(images: ImageDataset, most: number, seed: number): ImageDataset {
  return stratifiedSubset(images, Math.min(most, images.labels.length), seed).dataset;
}
