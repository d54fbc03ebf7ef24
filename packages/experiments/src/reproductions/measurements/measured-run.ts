import { join } from 'node:path';
import type { ImageBatch } from '@aelab/images';
import { loadAutoencoder, selectBackend, type Autoencoder } from '@aelab/models';
import type { RunRecord } from '@aelab/viz';
import type { Config } from '../../config.js';
import { loadData, type RunData } from '../../run/load-data.js';
import { readReconstructions, readRunConfig, readRunRecord, runFiles } from '../../run/run-folder.js';

/** A finished run with all that a measurement may look at. */
export interface MeasuredRun {
  readonly config: Config;
  readonly record: RunRecord;
  readonly data: RunData;
  readonly model: Autoencoder;
  /** Of the test images, in [0, 1]. */
  readonly reconstructions: ImageBatch;
}

/** @throws UsageError if the folder holds no finished run */
export async function openRun(folder: string): Promise<MeasuredRun> {
  const config = await readRunConfig(folder);
  await selectBackend(config.backend);
  return {
    config,
    record: await readRunRecord(folder),
    data: await loadData(config),
    model: await loadAutoencoder(join(folder, runFiles.model)),
    reconstructions: await readReconstructions(folder),
  };
}
