import { layers } from '@tensorflow/tfjs-layers';
import { scalingLayers, seededLayers, stackModel } from '../layer-stack.js';
import type { Classifier } from './classifier.js';
import { classifierFrom } from './classifier.js';
import type { ClassifierOptions } from './lenet5.js';

/**
 * A stronger judge than {@link lenet5}: convolutions of 32, 64 and 128 filters of 3×3, each max-pooled, then 256 units.
 *
 * @throws RangeError if the images are too small for it
 * @example
 * await selectBackend('cpu');
 * smallCnn({ imageShape: [32, 32, 3], classes: 10, seed: 0 }).model.countParams(); // 620362
 */
export function smallCnn({ imageShape, classes, inputScaling, seed }: ClassifierOptions): Classifier {
  const [height, width] = imageShape;
  if (Math.min(height, width) < 8)
    throw new RangeError(
      `smallCnn: imageShape is [${imageShape.join(',')}]; height and width must be at least 8 (resize the images)`,
    );
  const { conv, dense } = seededLayers(seed);
  return classifierFrom(
    stackModel('small_cnn', imageShape, [
      ...scalingLayers(inputScaling),
      ...[32, 64, 128].flatMap((filters, i) => [
        conv(`conv_${i + 1}`, filters, 'relu', { kernelSize: 3 }),
        layers.maxPooling2d({ poolSize: 2 }),
      ]),
      layers.flatten(),
      dense('dense_1', 256, 'relu'),
      dense('scores', classes, 'linear'),
    ]),
  );
}
