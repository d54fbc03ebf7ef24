import type { ImageBatch } from '@aelab/images';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { imageRange, inBatches } from '../autoencoder.js';
import { unitTensor } from '../backend/unit-tensor.js';
import type { ClassScores, Judge } from './judge.js';

/** A judge that is a layers model: `[batch, height, width, channels]` in [0, 1] → logits `[batch, classes]`. */
export interface Classifier extends Judge {
  readonly model: LayersModel;
}

/**
 * The judge that a layers model is.
 *
 * @param kind - of the scores that it gives
 */
export function classifierFrom(model: LayersModel, kind: ClassScores['kind'] = 'logits'): Classifier {
  const [classes] = model.outputs[0].shape.slice(1) as number[];
  const predict = async (images: ImageBatch): Promise<ClassScores> => {
    assertImages(model, images);
    const [n] = images.shape;
    const data = await inBatches(
      n,
      [classes],
      (from, to) => model.apply(unitTensor(imageRange(images, from, to))) as Tensor,
    );
    return { data, shape: [n, classes], kind };
  };
  return { model, predict };
}

function assertImages(model: LayersModel, images: ImageBatch): void {
  const taken = model.inputs[0].shape.slice(1).join();
  const given = images.shape.slice(1).join();
  if (taken !== given)
    throw new RangeError(`predict: images have shape [${given}] and the classifier takes [${taken}]`);
}
