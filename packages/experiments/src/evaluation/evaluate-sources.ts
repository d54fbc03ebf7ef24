import { reconstruct, selectBackend } from '@aelab/models';
import { imageSize, type ImageBatch } from '@aelab/images';
import { measureJudge, openJudge } from '../analysis/measure-judge.js';
import { measureLatents } from '../analysis/measure-latents.js';
import { datasetNamed, loadDataset } from '../datasets.js';
import type { JudgeData } from '../judges.js';
import { openRun } from '../run/open-run.js';
import { asUsage, UsageError } from '../usage-error.js';
import { loadCodec, throughCodec } from './codec-module.js';
import { evaluatePair, type EvaluatedPair, type PairLabels } from './evaluate-pair.js';
import { evaluateFolders } from './evaluate-folders.js';
import { imageNames, openImageFolder, readFolderImages, type ImageFolder } from './image-folder.js';
import { isImageFolder, readImages, readLabels, readPoints, type ImageDeclaration } from './read-source.js';

interface Common extends ImageDeclaration {
  readonly labels?: string;
  /** The images' latents, one row each: a `.npy` or `.npz` file. */
  readonly latents?: string;
  /** `lenet5` or `small-cnn`, which learn from the training images of `dataset`, or an ONNX file. */
  readonly judge?: string;
  readonly dataset?: string;
  readonly metrics?: readonly string[];
  readonly seed: number;
}

/**
 * Judges two sources of images: originals, and anybody's reconstructions of them. Two folders are read block by block,
 * shared among `workers` (1 unless told); a judge needs all their images at once.
 */
export async function evaluateFiles(
  sources: { readonly originals: string; readonly reconstructions: string },
  options: Common & { readonly workers?: number },
): Promise<EvaluatedPair> {
  const folders = [sources.originals, sources.reconstructions] as const;
  if ((await Promise.all(folders.map(isImageFolder))).every(Boolean))
    return evaluateImageFolders(sources, options);
  const originals = await readImages(sources.originals, options);
  const reconstructions = await readImages(sources.reconstructions, options);
  assertSameNames(originals.names, reconstructions.names);
  return evaluated(originals.images, reconstructions.images, sources, options);
}

async function evaluateImageFolders(
  sources: { readonly originals: string; readonly reconstructions: string },
  options: Common & { readonly workers?: number },
): Promise<EvaluatedPair> {
  const originals = await openImageFolder(sources.originals);
  const reconstructions = await openImageFolder(sources.reconstructions);
  assertSameNames(imageNames(originals), imageNames(reconstructions));
  const n = originals.files.length;
  const classes = await classesIn(options.labels);
  if (classes && classes.labels.length !== n)
    throw new UsageError(
      `labels: ${options.labels} has ${classes.labels.length} for ${n} images; each needs one`,
    );
  const pair = await evaluateFolders(originals, reconstructions, sources, {
    ...options,
    workers: options.workers ?? 1,
    ...(classes && { classes }),
  });
  const all = (folder: ImageFolder) => readFolderImages(folder, 0, n);
  return withBlocks(pair, n, classes, options, async () => [
    await all(originals),
    await all(reconstructions),
  ]);
}

/** Judges a codec of a person's own, or an imported autoencoder, on a source of images; where its code is bytes, they are counted. */
export async function evaluateCodec(
  sources: { readonly originals: string; readonly codec: string },
  options: Common,
): Promise<EvaluatedPair> {
  const originals = (await readImages(sources.originals, options)).images;
  const [, ...imageShape] = originals.shape;
  const codec = await loadCodec(sources.codec, imageShape);
  const { reconstructions, bytes } = await throughCodec(codec, originals);
  const pair = await evaluated(originals, reconstructions, sources, options);
  if (bytes === undefined) return pair;
  const [n, height, width] = originals.shape;
  const figures = {
    perImage: bytes / n,
    bitsPerPixel: (8 * bytes) / (n * height * width),
    compressionRatio: (n * imageSize(originals)) / bytes,
  };
  return { ...pair, record: { ...pair.record, bytes: figures } };
}

/** Judges a run's model on the test images of a data set, its own or one that it was not trained on. */
export async function evaluateRun(
  folder: string,
  dataset: string,
  options: Omit<Common, 'labels'>,
): Promise<EvaluatedPair> {
  const { images, labels, classNames } = (await loadDataset(datasetNamed(dataset), options.seed)).test;
  const { model } = await openRun(folder);
  const reconstructions = await reconstruct(model, images);
  const sources = { originals: `${dataset} (test)`, reconstructions: folder };
  return evaluated(images, reconstructions, sources, { ...options, dataset }, { labels, classNames });
}

/** The record of a pair, and the blocks that were asked for besides. */
async function evaluated(
  originals: ImageBatch,
  reconstructions: ImageBatch,
  sources: EvaluatedPair['record']['sources'],
  options: Common,
  known?: PairLabels,
): Promise<EvaluatedPair> {
  const { metrics, seed } = options;
  const classes = known ?? (await classesIn(options.labels));
  const pair = evaluatePair(originals, reconstructions, sources, {
    metrics,
    seed,
    ...(classes && { classes }),
  });
  return withBlocks(pair, originals.shape[0], classes, options, () =>
    Promise.resolve([originals, reconstructions]),
  );
}

async function withBlocks(
  pair: EvaluatedPair,
  n: number,
  classes: PairLabels | undefined,
  options: Common,
  images: () => Promise<[originals: ImageBatch, reconstructions: ImageBatch]>,
): Promise<EvaluatedPair> {
  const { judge, latents, seed } = options;
  const judgeBlock = judge !== undefined && {
    judge: await judged(judge, ...(await images()), classes, options),
  };
  const latentsBlock = latents !== undefined && { latents: await latentsOf(latents, n, classes, seed) };
  return { ...pair, record: { ...pair.record, ...judgeBlock, ...latentsBlock } };
}

async function judged(
  choice: string,
  images: ImageBatch,
  reconstructions: ImageBatch,
  classes: PairLabels | undefined,
  { dataset, seed }: Common,
) {
  if (!classes)
    throw new UsageError('judge: it is asked which class images show; give --labels, one per image');
  const judge = await openJudge(choice, () => trainingFor(choice, dataset, images, seed));
  return measureJudge(judge, { images, ...classes }, reconstructions, seed);
}

/** A judge that learnt from the images it judges would flatter them. */
async function trainingFor(
  judge: string,
  dataset: string | undefined,
  images: ImageBatch,
  seed: number,
): Promise<JudgeData> {
  if (dataset === undefined)
    throw new UsageError(
      `judge: ${judge} must learn from other images than those it judges; give --dataset NAME, whose training images are like them, or an ONNX file`,
    );
  const data = await loadDataset(datasetNamed(dataset), seed);
  const [given, learnt] = [images, data.train.images].map(({ shape }) => shape.slice(1).join('×'));
  if (given !== learnt)
    throw new UsageError(
      `judge: the images are ${given} and those of ${dataset} ${learnt}; they must be alike`,
    );
  await selectBackend('auto');
  return data;
}

async function latentsOf(source: string, n: number, classes: PairLabels | undefined, seed: number) {
  const points = await readPoints(source);
  if (points.shape[0] !== n)
    throw new UsageError(`latents: ${source} has ${points.shape[0]} rows for ${n} images; each needs one`);
  return asUsage(() => measureLatents(points, classes, seed));
}

function assertSameNames(
  originals: readonly string[] | undefined,
  others: readonly string[] | undefined,
): void {
  if (!originals || !others) return;
  const odd = originals.findIndex((name, i) => name !== others[i]);
  if (odd >= 0 || others.length > originals.length) {
    const at = odd >= 0 ? odd : originals.length;
    throw new UsageError(
      `evaluate: image ${at + 1} is ${originals[at] ?? 'missing'} among the originals and ${others[at] ?? 'missing'} among the reconstructions; files that belong together must have one name`,
    );
  }
}

/** Classes named by their numbers. */
async function classesIn(source: string | undefined): Promise<PairLabels | undefined> {
  if (source === undefined) return undefined;
  const labels = await readLabels(source);
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  return { labels, classNames: Array.from({ length: count }, (_, label) => String(label)) };
}
