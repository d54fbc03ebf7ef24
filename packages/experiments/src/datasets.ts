import type { ImageDataset } from '@aelab/datasets';
import { mnist } from '@aelab/datasets';

type Split = 'train' | 'test';

const loaders = { mnist } as const satisfies Record<string, (split: Split) => Promise<ImageDataset>>;

export type DatasetName = keyof typeof loaders;

export const datasetNames = Object.keys(loaders) as DatasetName[];

/** The images of a data set that a config may name. */
export async function loadDataset(name: DatasetName, split: Split): Promise<ImageDataset> {
  return loaders[name](split);
}
