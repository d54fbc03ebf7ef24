import { stratifiedSplit, stratifiedSubset, type ImageDataset } from '@aelab/datasets';
import type { Config } from '../config.js';
import { loadDataset } from '../datasets.js';
import { UsageError } from '../usage-error.js';

/** The images of a run, each with one purpose. */
export interface RunData {
  /** What the model, PCA and the floors may learn from. */
  readonly train: ImageDataset;
  /** Held out of the training images to choose the best weights. */
  readonly validation?: ImageDataset;
  /** Read once, at the end. */
  readonly test: ImageDataset;
  /** Places in the official splits of the images used; absent where all are. */
  readonly subset?: { readonly train: readonly number[]; readonly test: readonly number[] };
  /** Places of the validation images among the training images used. */
  readonly validationIndices?: readonly number[];
}

/**
 * The data of a run: the data set's official splits, cut to the config's subset, and a validation split.
 *
 * @throws UsageError if a subset asks for more images than there are
 */
export async function loadData(config: Config): Promise<RunData> {
  const all = await loadDataset(config.dataset, config.seed);
  const train = cut(all.train, config.subset?.train, config.seed);
  const test = cut(all.test, config.subset?.test, config.seed);
  const held = Math.round(config.training.validation * train.indices.length);
  const split = stratifiedSplit(train.dataset, held, config.seed);
  return {
    train: split.rest.dataset,
    test: test.dataset,
    ...(held > 0 && { validation: split.held.dataset, validationIndices: [...split.held.indices] }),
    ...(config.subset && { subset: { train: [...train.indices], test: [...test.indices] } }),
  };
}

function cut(dataset: ImageDataset, n: number | undefined, seed: number) {
  const all = dataset.labels.length;
  if (n !== undefined && n > all)
    throw new UsageError(`subset: ${n} images asked for; ${dataset.name} has ${all} ${dataset.split} images`);
  return stratifiedSubset(dataset, n ?? all, seed);
}
