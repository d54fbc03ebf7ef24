import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ImageDataset } from '@aelab/datasets';
import type { Classifier, FitResult, JudgeScore, Progress } from '@aelab/models';
import {
  classifierFrom,
  judgePredictions,
  lenet5,
  loadHalf,
  saveHalf,
  scorePredictions,
  selectBackend,
  shiftAndFlip,
  smallCnn,
  standardising,
  trainClassifier,
} from '@aelab/models';
import { datasetNamed, loadDataset } from './datasets.js';

const builders = { lenet5, 'small-cnn': smallCnn } as const;
export type JudgeName = keyof typeof builders;
export const judgeNames = Object.keys(builders) as JudgeName[];

/** How a judge is trained; it is part of what the cached one is known by. */
export interface JudgeSettings {
  readonly name: JudgeName;
  readonly epochs: number;
  readonly batchSize: number;
  /** The highest of a one-cycle schedule. */
  readonly learningRate: number;
  readonly weightDecay: number;
  /** Gives each channel mean 0 and variance 1 over the training images, or leaves pixels in [0, 1]. */
  readonly inputScaling: 'unit' | 'standardised';
  /** Moves images by up to so many pixels in training; 0 leaves them. */
  readonly shift: number;
  /** Mirrors images in training; never for digits. */
  readonly flip: boolean;
}

export const judgeDefaults: Readonly<Record<JudgeName, JudgeSettings>> = {
  lenet5: {
    name: 'lenet5',
    epochs: 5,
    batchSize: 128,
    learningRate: 3e-3,
    weightDecay: 0,
    inputScaling: 'standardised',
    shift: 0,
    flip: false,
  },
  'small-cnn': {
    name: 'small-cnn',
    epochs: 12,
    batchSize: 128,
    learningRate: 3e-3,
    weightDecay: 1e-2,
    inputScaling: 'standardised',
    shift: 2,
    flip: false,
  },
};

/** A judge, and how good it is on test images that it never saw. */
export interface TrainedJudge {
  readonly judge: Classifier;
  readonly score: JudgeScore;
  readonly training: Pick<FitResult, 'loss' | 'seconds' | 'stopped'>;
}

export interface JudgeData {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}

/**
 * A judge trained on originals alone, from the cache if one was trained with these settings on these images before.
 *
 * @throws RangeError if the images are too small for it
 */
export async function trainedJudge(
  data: JudgeData,
  settings: JudgeSettings,
  seed: number,
  onStep?: (progress: Progress) => void,
): Promise<TrainedJudge> {
  const folder = join(cacheFolder(), judgeKey(data, settings, seed));
  return (await readJudge(folder)) ?? keepJudge(folder, await trainJudge(data, settings, seed, onStep));
}

/**
 * A judge of a data set with official splits; see {@link trainedJudge}.
 *
 * @throws UsageError if there is no such data set
 */
export async function judgeOfDataset(
  dataset: string,
  settings: JudgeSettings,
  seed: number,
  onStep?: (progress: Progress) => void,
): Promise<TrainedJudge> {
  const data = await loadDataset(datasetNamed(dataset), seed);
  await selectBackend('auto');
  return trainedJudge(data, settings, seed, onStep);
}

async function trainJudge(
  { train, test }: JudgeData,
  settings: JudgeSettings,
  seed: number,
  onStep: ((progress: Progress) => void) | undefined,
): Promise<TrainedJudge> {
  const [, height, width, channels] = train.images.shape;
  const { name, inputScaling, shift, flip, ...training } = settings;
  const judge = builders[name]({
    imageShape: [height, width, channels],
    classes: train.classNames.length,
    inputScaling: inputScaling === 'standardised' ? standardising(train.images) : undefined,
    seed,
  });
  const { loss, seconds, stopped } = await trainClassifier(judge, train.images, train.labels, {
    ...training,
    optimizer: 'adam',
    schedule: 'oneCycle',
    seed,
    onStep,
    ...((shift > 0 || flip) && { augment: shiftAndFlip({ shift, flip }) }),
  });
  const score = scorePredictions(await judgePredictions(judge, test.images), test.labels);
  return { judge, score, training: { loss, seconds, stopped } };
}

/** Whatever the judge depends on: settings, seed, and the pixels and labels themselves. */
function judgeKey({ train, test }: JudgeData, settings: JudgeSettings, seed: number): string {
  const hash = createHash('sha256').update(JSON.stringify([1, settings, seed]));
  for (const { images, labels } of [train, test]) {
    hash.update(JSON.stringify([images.shape, images.range]));
    for (const { buffer, byteOffset, byteLength } of [images.data, labels])
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest('hex').slice(0, 32);
}

async function readJudge(folder: string): Promise<TrainedJudge | undefined> {
  const text = await readFile(join(folder, 'judge.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { score, training } = JSON.parse(text) as Omit<TrainedJudge, 'judge'>;
  return { judge: classifierFrom(await loadHalf(folder)), score, training };
}

/** Under a name of its own until it is whole, so that two processes may train the same judge. */
async function keepJudge(folder: string, trained: TrainedJudge): Promise<TrainedJudge> {
  const { judge, score, training } = trained;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  await saveHalf(judge.model, draft);
  await writeFile(join(draft, 'judge.json'), JSON.stringify({ score, training }));
  await rename(draft, folder).catch(() => rm(draft, { recursive: true }));
  return trained;
}

function cacheFolder(): string {
  const { AELAB_CACHE, XDG_CACHE_HOME } = process.env;
  return join(AELAB_CACHE ?? join(XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'aelab'), 'judges');
}
