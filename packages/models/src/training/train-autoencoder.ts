import type { ImageBatch } from '@aelab/images';
import { selectImages } from '@aelab/images';
import type { Tensor } from '@tensorflow/tfjs-core';
import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Autoencoder } from '../autoencoder.js';
import { imageShapeOf, unitTensor } from '../autoencoder.js';
import type { Probe } from '../backend/select-backend.js';
import type { FitOptions, FitResult, Task } from './fit.js';
import { fit } from './fit.js';
import type { LossName } from './losses.js';
import { losses } from './losses.js';
import type { OptimizerName } from './optimizer.js';
import { optimizers } from './optimizer.js';
import { trainStep } from './train-step.js';
import { trainedVariables } from './weights.js';

export interface AutoencoderTraining extends Omit<FitOptions, 'optimizer'> {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly loss: LossName;
  /** Held-out training images for early stopping; never the test set. */
  readonly validation?: ImageBatch;
}

/**
 * Trains an autoencoder to reproduce `images`; see {@link fit}.
 *
 * @param images - any range; mapped to [0, 1], which losses are in
 * @throws RangeError if the images do not have the autoencoder's shape
 */
export async function trainAutoencoder(
  autoencoder: Autoencoder,
  images: ImageBatch,
  options: AutoencoderTraining,
): Promise<FitResult> {
  assertImageShape(autoencoder, images);
  const { learningRate } = options;
  const optimizer = optimizers[options.optimizer](trainedVariables(autoencoder.autoencoder), {
    learningRate,
  });
  try {
    return await fit(reconstructionTask(autoencoder, images, options), { ...options, optimizer });
  } finally {
    optimizer.dispose();
  }
}

/** What {@link selectBackend} times: steps of this training on the first batch of the images. */
export function trainingProbe(
  key: string,
  build: () => Autoencoder,
  images: ImageBatch,
  options: Pick<AutoencoderTraining, 'optimizer' | 'learningRate' | 'loss' | 'batchSize'>,
): Probe {
  const start = () => {
    const { encoder, decoder, autoencoder } = build();
    const optimizer = optimizers[options.optimizer](trainedVariables(autoencoder), options);
    const task = reconstructionTask({ encoder, decoder, autoencoder }, images, options);
    const batch = Uint32Array.from({ length: Math.min(options.batchSize, task.n) }, (_, i) => i);
    return {
      step: () => trainStep(task, optimizer, batch, { epoch: 0, step: 0 }),
      stop: () => {
        optimizer.dispose();
        dispose(autoencoder.weights.map((weight) => weight.read()));
      },
    };
  };
  return { key, start };
}

function reconstructionTask(
  { autoencoder: model }: Autoencoder,
  images: ImageBatch,
  { loss, validation, batchSize }: Pick<AutoencoderTraining, 'loss' | 'validation' | 'batchSize'>,
): Task {
  const lossOf = (batch: ImageBatch, training: boolean) => {
    const originals = unitTensor(batch);
    return losses[loss](originals, model.apply(originals, { training }) as Tensor);
  };
  const task = {
    model,
    n: images.shape[0],
    loss: (indices: Uint32Array) => lossOf(selectImages(images, indices), true),
  };
  if (!validation) return task;
  return {
    ...task,
    validationLoss: () => meanOverBatches(validation, batchSize, (batch) => lossOf(batch, false)),
  };
}

async function meanOverBatches(
  images: ImageBatch,
  batchSize: number,
  lossOf: (batch: ImageBatch) => Tensor,
): Promise<number> {
  const n = images.shape[0];
  let sum = 0;
  for (let from = 0; from < n; from += batchSize) {
    const indices = Array.from({ length: Math.min(batchSize, n - from) }, (_, i) => from + i);
    const loss = tidy(() => lossOf(selectImages(images, indices)));
    sum += (await loss.data())[0] * indices.length;
    loss.dispose();
  }
  return sum / n;
}

function assertImageShape(autoencoder: Autoencoder, images: ImageBatch): void {
  const shape = imageShapeOf(autoencoder);
  if (images.shape.slice(1).join() !== shape.join())
    throw new RangeError(
      `trainAutoencoder: images have shape [${images.shape.slice(1).join(',')}] and the model takes [${shape.join(',')}]`,
    );
}
