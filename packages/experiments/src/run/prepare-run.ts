import type { ImageBatch } from '@aelab/images';
import {
  describeAutoencoder,
  selectBackend,
  standardising,
  trainingProbe,
  type Autoencoder,
  type BackendChoice,
  type Probe,
  type SelectedBackend,
} from '@aelab/models';
import type { Config } from '../config.js';
import { buildModel } from '../models.js';
import { asUsage, UsageError } from '../usage-error.js';
import { loadData, type RunData } from './load-data.js';
import type { RunOptions } from './run-events.js';

/** All that a run needs, with nothing written yet. */
export interface PreparedRun {
  readonly config: Config;
  readonly data: RunData;
  readonly backend: SelectedBackend;
  readonly model: Autoencoder;
}

/**
 * Loads the data, starts the backend and builds the model.
 *
 * @param begunOn - the backend that a resumed run keeps, its accelerator included
 * @throws UsageError if the config asks for what there is not
 */
export async function prepareRun(
  config: Config,
  begunOn: SelectedBackend | undefined,
  { onEvent }: RunOptions,
): Promise<PreparedRun> {
  const data = await loadData(config);
  const { name, images } = data.train;
  onEvent?.({ stage: 'data', name, train: images.shape[0], test: data.test.images.shape[0] });
  const build = () => buildFor(config, images);
  const key = JSON.stringify([config.model, config.training.batchSize, images.shape.slice(1)]);
  const { optimizer, learningRate, loss, batchSize } = config.training;
  const probe = trainingProbe(key, build, images, { optimizer, learningRate, loss, batchSize });
  const backend = await startBackend(begunOn ?? config.backend, probe, config.accelerate);
  onEvent?.({ stage: 'backend', ...backend });
  const model = build();
  onEvent?.({ stage: 'model', ...describeAutoencoder(model) });
  return { config, data, backend, model };
}

/** A backend that was asked for, or begun on, and does not start here is a wrong usage. */
async function startBackend(
  choice: BackendChoice | SelectedBackend,
  probe: Probe,
  accelerate: Config['accelerate'],
): Promise<SelectedBackend> {
  try {
    return await selectBackend(choice, probe, { accelerate });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function buildFor({ model, seed }: Config, images: ImageBatch): Autoencoder {
  const [, height, width, channels] = images.shape;
  const isScaled = 'inputScaling' in model && model.inputScaling === 'standardised';
  const scaling = isScaled ? standardising(images) : undefined;
  return asUsage(() => buildModel(model, [height, width, channels], seed, scaling));
}
