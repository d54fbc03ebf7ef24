import { join } from 'node:path';
import { encodeNpy, imageSize, toUnitRange, type ImageBatch } from '@aelab/images';
import { stratifiedSubset, type ImageDataset } from '@aelab/datasets';
import { mse } from '@aelab/metrics';
import { fitPca, fitSvd } from '@aelab/metrics/pca';
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
import { firstOfClasses } from './sheets/choose-images.js';
import { filterSheet } from './sheets/filter-sheet.js';
import { interpolation, traversal } from './sheets/latent-walks.js';
import { measureNoise, noiseSheet } from './sheets/measure-noise.js';
import { measureStrangers } from './sheets/measure-strangers.js';
import { addSheets } from './sheets/sheets-file.js';

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
    const { svd, judge, overlap, latents, bytes, noise, strangers, pictures } = analysis;
    if (svd) await measure('uncentred SVD', svdPart);
    if (latents) await measure('what the latents hold', latentsPart);
    if (bytes) await measure('the latents as a file', bytesPart);
    if (noise) await measure('noise at several strengths', noisePart);
    if (strangers) await measure('pictures of other kinds', strangersPart);
    if (pictures) await measure('pictures between the images, and filters', picturesPart);
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

/** Values of the test images that noise is added to: 1,000 of MNIST's. */
const mostNoisyValues = 784_000;

async function noisePart({ folder, config: { seed }, record, data, model }: FinishedRun) {
  const images = some(data.test, Math.ceil(mostNoisyValues / imageSize(data.test.images)), seed);
  const { pca } = record.baselines;
  const basis = pca && fitPca(data.train.images, { components: pca.components });
  const noise = await measureNoise(model, images, basis, seed);
  await addSheets(folder, { noise: await noiseSheet(model, firstOfClasses(data.test), seed) });
  return { noise };
}

async function strangersPart({ folder, data, model, reconstructions }: FinishedRun) {
  const familiar = mse(toUnitRange(data.test.images), reconstructions);
  const { blocks, sheet } = await measureStrangers(model, familiar);
  await addSheets(folder, { strangers: sheet });
  return { strangers: blocks };
}

async function picturesPart({ folder, config: { seed }, record, data, model }: FinishedRun) {
  const isFlat = record.model.latentShape.length === 1;
  const latents = await encode(model, some(data.test, mostTested, seed).images);
  const filters = await filterSheet(model, data.train.images, seed);
  const images = firstOfClasses(data.test);
  await addSheets(folder, {
    ...(isFlat && { traversal: await traversal(model, latents) }),
    ...(images.names.length > 1 && { interpolation: await interpolation(model, images) }),
    ...(filters && { filters }),
  });
  return {};
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
