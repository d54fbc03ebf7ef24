import type { ImageBatch } from '@aelab/images';
import { selectImages } from '@aelab/images';
import { deriveSeed } from '@aelab/kernels/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import { losses, oneHot, tensor1d } from '@tensorflow/tfjs-core';
import { unitTensor } from '../backend/unit-tensor.js';
import type { FitOptions, FitResult, Task } from '../training/fit.js';
import { fit } from '../training/fit.js';
import type { OptimizerName } from '../training/optimizer.js';
import { optimizers } from '../training/optimizer.js';
import { modelState, trainedVariables } from '../training/state.js';
import type { Corruption } from '../training/train-autoencoder.js';
import type { Classifier } from './classifier.js';

export interface ClassifierTraining extends Omit<FitOptions, 'optimizer' | 'patience'> {
  readonly optimizer: OptimizerName;
  /** Changes the images of each step without changing their class; nothing by default. */
  readonly augment?: Corruption;
}

/**
 * Trains a classifier by softmax cross-entropy (in nats), in the same loop as the autoencoders; see {@link fit}.
 *
 * A judge of reconstructions is trained on originals only: one that has seen reconstructions answers another question.
 *
 * @param images - any range; mapped to [0, 1]
 * @param labels - class numbers from 0, one per image
 * @throws RangeError if there is not one label per image, or a label is no class
 */
export async function trainClassifier(
  { model }: Classifier,
  images: ImageBatch,
  labels: ArrayLike<number>,
  options: ClassifierTraining,
): Promise<FitResult> {
  const classes = model.outputs[0].shape[1] as number;
  assertLabels(labels, images.shape[0], classes);
  const { augment, seed } = options;
  const state = modelState(model);
  const optimizer = optimizers[options.optimizer](trainedVariables(state));
  const task: Task = {
    state,
    n: images.shape[0],
    loss(indices, { epoch, step }) {
      const batch = selectImages(images, indices);
      const inputs = augment ? augment(batch, deriveSeed(seed, 'augment', epoch, step)) : batch;
      const answers = oneHot(
        tensor1d(
          Array.from(indices, (i) => labels[i]),
          'int32',
        ),
        classes,
      );
      return losses.softmaxCrossEntropy(answers, model.apply(unitTensor(inputs)) as Tensor);
    },
  };
  try {
    return await fit(task, { ...options, optimizer });
  } finally {
    optimizer.dispose();
  }
}

function assertLabels(labels: ArrayLike<number>, n: number, classes: number): void {
  if (labels.length !== n)
    throw new RangeError(`trainClassifier: there are ${labels.length} labels for ${n} images; give one each`);
  const wrong = Array.from(labels).findIndex(
    (label) => !Number.isInteger(label) || label < 0 || label >= classes,
  );
  if (wrong >= 0)
    throw new RangeError(
      `trainClassifier: label ${wrong} is ${labels[wrong]}; it must be a class number from 0 to ${classes - 1}`,
    );
}
