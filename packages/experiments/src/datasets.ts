import type { ImageDataset } from '@aelab/datasets';
import { mnist } from '@aelab/datasets';

type Split = 'train' | 'test';

const loaders = { mnist } as const satisfies Record<string, (split: Split) => Promise<ImageDataset>>;

export const datasetNames = Object.keys(loaders) as (keyof typeof loaders)[];

/** The images of a data set that a config may name. */
export async function loadDataset(name: keyof typeof loaders, split: Split): Promise<ImageDataset> {
  return loaders[name](split);
}
