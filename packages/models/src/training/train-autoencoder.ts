import type { ImageBatch } from '@aelab/images';
import { selectImages } from '@aelab/images';
import { deriveSeed, random } from '@aelab/kernels/random';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { dispose, tidy } from '@tensorflow/tfjs-core';
import type { Autoencoder } from '../autoencoder.js';
import { encode, imageRange, imageShapeOf } from '../autoencoder.js';
import { unitTensor } from '../backend/unit-tensor.js';
import type { Probe } from '../backend/select-backend.js';
import { tiedKernels } from '../tied-kernels.js';
import type { Position } from './checkpoint.js';
import type { FitOptions, FitResult, Task } from './fit.js';
import { fit } from './fit.js';
import type { LossName } from './losses.js';
import { losses } from './losses.js';
import type { OptimizerName } from './optimizer.js';
import { optimizers } from './optimizer.js';
import { autoencoderState, trainedVariables } from './state.js';
import { trainStep } from './train-step.js';

/** Makes damaged copies of images; every random number comes from `seed`. */
export type Corruption = (images: ImageBatch, seed: number) => ImageBatch;

export interface AutoencoderTraining extends Omit<FitOptions, 'optimizer'> {
  readonly optimizer: OptimizerName;
  readonly loss: LossName;
  /** Held-out training images for early stopping; never the test set. */
  readonly validation?: ImageBatch;
  /**
   * Damages what the encoder is given, anew in each step, while the loss compares with the originals: a denoising
   * autoencoder.
   */
  readonly corrupt?: Corruption;
  /** Changes the training images anew in each step, for encoder and loss alike; validation images stay as they are. */
  readonly augment?: Corruption;
}

/**
 * Trains an autoencoder to reproduce `images`; see {@link fit}.
 *
 * The loss is the one asked for, or what the autoencoder's objective makes of it.
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
  const optimizer = optimizers[options.optimizer](trainedVariables(autoencoderState(autoencoder)));
  try {
    return await fit(reconstructionTask(autoencoder, images, options), { ...options, optimizer });
  } finally {
    optimizer.dispose();
  }
}

type TaskOptions = Pick<
  AutoencoderTraining,
  'loss' | 'validation' | 'batchSize' | 'epochs' | 'seed' | 'corrupt' | 'augment'
>;

/** What {@link selectBackend} times: steps of this training on the first batch of the images. */
export function trainingProbe(
  key: string,
  build: () => Autoencoder,
  images: ImageBatch,
  options: Pick<AutoencoderTraining, 'optimizer' | 'learningRate' | 'loss' | 'batchSize'>,
): Probe {
  const start = () => {
    const autoencoder = build();
    const state = autoencoderState(autoencoder);
    const optimizer = optimizers[options.optimizer](trainedVariables(state));
    const task = reconstructionTask(autoencoder, images, { ...options, epochs: 1, seed: 0 });
    const batch = Uint32Array.from({ length: Math.min(options.batchSize, task.n) }, (_, i) => i);
    return {
      step: () => trainStep(task, optimizer, batch, { epoch: 0, step: 0 }, options),
      stop: () => {
        optimizer.dispose();
        dispose(state.map(({ variable }) => variable));
      },
    };
  };
  return { key, start };
}

/** Images of which an objective may look at the latents after an epoch. */
const sampleSize = 1000;

function reconstructionTask(autoencoder: Autoencoder, images: ImageBatch, options: TaskOptions): Task {
  const { encoder, objective } = autoencoder;
  const { validation, batchSize, epochs } = options;
  const [n] = images.shape;
  const sample = imageRange(images, 0, Math.min(n, sampleSize));
  return {
    state: autoencoderState(autoencoder),
    tied: tiedKernels(autoencoder),
    n,
    loss: (indices, { epoch, step }) => {
      const at = { epoch, step, progress: epoch / epochs };
      if (!options.augment && !options.corrupt)
        return lossOf(autoencoder, { originals: unitTensor(images, indices) }, options, at);
      return batchLoss(autoencoder, augmented(selectImages(images, indices), options, at), options, at);
    },
    ...(validation && {
      validationLoss: () =>
        meanOverBatches(validation, batchSize, (batch, step) =>
          batchLoss(autoencoder, batch, options, { epoch: 'validation', step, progress: 1 }),
        ),
    }),
    afterEpoch: async (epoch) => objective?.afterEpoch?.(epoch, () => encode({ encoder }, sample)),
  };
}

function augmented(batch: ImageBatch, { augment, seed }: TaskOptions, { epoch, step }: Position): ImageBatch {
  return augment ? augment(batch, deriveSeed(seed, 'augmentation', epoch, step)) : batch;
}

/** Where a batch stands in the training; validation batches have an epoch of their own, the same each time. */
interface Moment {
  readonly epoch: number | 'validation';
  readonly step: number;
  readonly progress: number;
}

/** The mean loss over a batch. Validation meets the same random numbers after each epoch. */
function batchLoss(autoencoder: Autoencoder, batch: ImageBatch, options: TaskOptions, at: Moment): Scalar {
  const { corrupt, seed } = options;
  const damaged = corrupt?.(batch, deriveSeed(seed, 'corruption', at.epoch, at.step));
  return lossOf(
    autoencoder,
    { originals: unitTensor(batch), inputs: damaged && unitTensor(damaged) },
    options,
    at,
  );
}

/** The mean loss of reconstructing the originals, from the inputs where they differ. */
function lossOf(
  { encoder, decoder, objective }: Autoencoder,
  { originals, inputs = originals }: { originals: Tensor; inputs?: Tensor },
  { loss, seed }: TaskOptions,
  { epoch, step, progress }: Moment,
): Scalar {
  const code = objective?.trainingCode(inputs, random(seed, 'noise', epoch, step), progress) ?? {
    latents: encoder.apply(inputs) as Tensor,
  };
  const distortion = losses[loss](originals, decoder.apply(code.latents) as Tensor);
  return code.loss?.(distortion) ?? distortion;
}

async function meanOverBatches(
  images: ImageBatch,
  batchSize: number,
  lossOf: (batch: ImageBatch, step: number) => Tensor,
): Promise<number> {
  const [n] = images.shape;
  let sum = 0;
  for (let from = 0, step = 0; from < n; from += batchSize, step++) {
    const batch = imageRange(images, from, Math.min(from + batchSize, n));
    const loss = tidy(() => lossOf(batch, step));
    sum += (await loss.data())[0] * batch.shape[0];
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
