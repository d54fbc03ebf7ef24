import { layers } from '@tensorflow/tfjs-layers';
import type { ImageShape } from '../autoencoder.js';
import type { InputScaling } from '../layer-stack.js';
import { scalingLayers, seededLayers, stackModel } from '../layer-stack.js';
import type { Classifier } from './classifier.js';
import { classifierFrom } from './classifier.js';

export interface ClassifierOptions {
  readonly imageShape: ImageShape;
  readonly classes: number;
  /** None by default: pixels in [0, 1]. */
  readonly inputScaling?: InputScaling;
  readonly seed: number;
}

/**
 * LeNet-5 with ReLU and max-pooling: 6 and 16 filters of 5×5, then 120 and 84 units. Images below 32×32 are padded in
 * the first convolution, as MNIST was in the paper.
 *
 * @throws RangeError if the images are too small for it
 * @example
 * await selectBackend('cpu');
 * lenet5({ imageShape: [32, 32, 3], classes: 10, seed: 0 }).model.countParams(); // 62006
 * @see LeCun et al., "Gradient-based learning applied to document recognition", 1998
 */
export function lenet5({ imageShape, classes, inputScaling, seed }: ClassifierOptions): Classifier {
  const [height, width] = imageShape;
  if (Math.min(height, width) < 12)
    throw new RangeError(
      `lenet5: imageShape is [${imageShape.join(',')}]; height and width must be at least 12 (resize the images)`,
    );
  const { conv, dense } = seededLayers(seed);
  const padding = Math.min(height, width) < 32 ? 'same' : 'valid';
  return classifierFrom(
    stackModel('lenet5', imageShape, [
      ...scalingLayers(inputScaling),
      conv('conv_1', 6, 'relu', { kernelSize: 5, padding }),
      layers.maxPooling2d({ poolSize: 2 }),
      conv('conv_2', 16, 'relu', { kernelSize: 5, padding: 'valid' }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.flatten(),
      dense('dense_1', 120, 'relu'),
      dense('dense_2', 84, 'relu'),
      dense('scores', classes, 'linear'),
    ]),
  );
}
