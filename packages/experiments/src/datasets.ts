import {
  cifar10,
  fashionMnist,
  imageFolder,
  mnist,
  npyDataset,
  stl10,
  stratifiedSplit,
  type ImageDataset,
} from '@aelab/datasets';
import { z } from 'zod';
import { UsageError } from './usage-error.js';

/** A data set's two parts: what may be learnt from, and what is read once. */
export interface TrainAndTest {
  readonly train: ImageDataset;
  readonly test: ImageDataset;
}

/** Data sets with official splits, by the name that configs use. */
const official = {
  mnist,
  'fashion-mnist': fashionMnist,
  'cifar-10': cifar10,
  'stl-10': stl10,
} as const satisfies Record<string, (split: 'train' | 'test') => Promise<ImageDataset>>;

export type DatasetName = keyof typeof official;
export const datasetNames = Object.keys(official) as DatasetName[];

/** @throws UsageError if no data set with official splits is called so */
export function datasetNamed(name: string): DatasetName {
  const known = datasetNames.find((dataset) => dataset === name);
  if (known === undefined) throw new UsageError(`dataset: ${name} is not one of ${datasetNames.join(', ')}`);
  return known;
}

const size = z.int().min(1);
/** Share of the images that is kept for the test, each class in proportion, photographs whole. */
const test = z.number().gt(0).lt(1).default(0.2);

const folder = z.strictObject({
  type: z.literal('folder'),
  path: z.string(),
  height: size,
  width: size,
  channels: z.union([z.literal(1), z.literal(3)]).default(3),
  fit: z.enum(['stretch', 'centre-crop', 'grid-crop']).default('centre-crop'),
  test,
});

const npy = z.strictObject({
  type: z.literal('npy'),
  path: z.string(),
  range: z.tuple([z.number(), z.number()]),
  layout: z.enum(['nhwc', 'nchw']).default('nhwc'),
  labels: z.string().optional(),
  test,
});

/** A person's own images, which have no official split. */
export const ownDatasetSchema = z.discriminatedUnion('type', [folder, npy]);

/** The `dataset` of a config: a name, or a block that describes a person's own images. */
export const datasetSchema = z.union([z.enum(datasetNames), ownDatasetSchema]);
export type DatasetConfig = z.output<typeof datasetSchema>;

/** Loads both parts of a data set; a person's own images are split by the seed. */
export async function loadDataset(dataset: DatasetConfig, seed: number): Promise<TrainAndTest> {
  if (typeof dataset === 'string') {
    const [train, test] = await Promise.all([official[dataset]('train'), official[dataset]('test')]);
    return { train, test };
  }
  const all = await (dataset.type === 'folder'
    ? imageFolder(dataset.path, dataset)
    : npyDataset(dataset.path, dataset));
  const { rest, held } = stratifiedSplit(all, Math.round(dataset.test * all.labels.length), seed);
  return { train: { ...rest.dataset, split: 'train' }, test: { ...held.dataset, split: 'test' } };
}
