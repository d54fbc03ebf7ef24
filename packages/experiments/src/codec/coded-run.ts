import { join } from 'node:path';
import { selectImages, type ImageBatch } from '@aelab/images';
import {
  imageShapeOf,
  latentShapeOf,
  loadAutoencoder,
  selectBackend,
  type Autoencoder,
  type ImageShape,
} from '@aelab/models';
import type { RunRecord } from '@aelab/viz';
import type { Config } from '../config.js';
import { loadData, type RunData } from '../run/load-data.js';
import { readRunConfig, readRunRecord, runFiles } from '../run/run-folder.js';

/** A finished run, ready to code images. */
export interface CodedRun {
  readonly folder: string;
  readonly config: Config;
  readonly record: RunRecord;
  readonly data: RunData;
  readonly model: Autoencoder;
  readonly imageShape: ImageShape;
  readonly latentShape: readonly number[];
}

/** @throws UsageError if the folder holds no finished run */
export async function openCodedRun(folder: string): Promise<CodedRun> {
  const record = await readRunRecord(folder);
  const config = await readRunConfig(folder);
  const data = await loadData(config);
  await selectBackend(config.backend);
  const model = await loadAutoencoder(join(folder, runFiles.model));
  const shapes = { imageShape: imageShapeOf(model), latentShape: latentShapeOf(model) };
  return { folder, config, record, data, model, ...shapes };
}

/** So many of the images, evenly spread. */
export function evenlyChosen(images: ImageBatch, most: number): ImageBatch {
  const [all] = images.shape;
  const n = Math.min(all, most);
  return selectImages(
    images,
    Array.from({ length: n }, (_, i) => Math.floor((i * all) / n)),
  );
}
