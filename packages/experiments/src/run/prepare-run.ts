import type { ImageBatch } from '@aelab/images';
import {
  describeAutoencoder,
  selectBackend,
  standardising,
  trainingProbe,
  type Autoencoder,
  type SelectedBackend,
} from '@aelab/models';
import type { Config } from '../config.js';
import { buildModel } from '../models.js';
import { UsageError } from '../usage-error.js';
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
 * @param begunOn - the backend that a resumed run keeps
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
  const started = await selectBackend(begunOn?.name ?? config.backend, probe);
  const backend = begunOn ?? started;
  onEvent?.({ stage: 'backend', ...backend });
  const model = build();
  onEvent?.({ stage: 'model', ...describeAutoencoder(model) });
  return { config, data, backend, model };
}

function buildFor({ model, seed }: Config, images: ImageBatch): Autoencoder {
  const [, height, width, channels] = images.shape;
  const isScaled = 'inputScaling' in model && model.inputScaling === 'standardised';
  try {
    return buildModel(model, [height, width, channels], seed, isScaled ? standardising(images) : undefined);
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  }
}
