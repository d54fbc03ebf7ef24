import { join } from 'node:path';
import { loadAutoencoder, selectBackend, type Autoencoder, type SelectedBackend } from '@aelab/models';
import type { RunRecord } from '@aelab/viz';
import type { Config } from '../config.js';
import { readRunConfig, readRunRecord, runFiles } from './run-folder.js';

/** A finished run, ready to be used. */
export interface OpenRun {
  readonly config: Config;
  readonly record: RunRecord;
  readonly model: Autoencoder;
}

/**
 * Opens a finished run on the backend that its figures come from, so that the model gives the same bytes again; on
 * another one where that does not start here.
 *
 * @throws UsageError if the folder holds no finished run
 */
export async function openRun(folder: string): Promise<OpenRun> {
  const record = await readRunRecord(folder);
  const config = await readRunConfig(folder);
  await selectBackend(record.backend as SelectedBackend).catch(() =>
    selectBackend(config.backend, undefined, { accelerate: config.accelerate }),
  );
  return { config, record, model: await loadAutoencoder(join(folder, runFiles.model)) };
}
