import type { serialization } from '@tensorflow/tfjs-core';

/** A layer, at a size, whose gradients agree between all backends: `layer-gradients.test.ts` goes through the table. */
export interface LayerCase {
  /** As TensorFlow.js saves it. */
  readonly className: string;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  readonly config: serialization.ConfigDict;
}

const layer = (
  className: string,
  inputShape: readonly number[],
  config: serialization.ConfigDict = {},
): LayerCase => ({ className, inputShape, config });

const activations = ['linear', 'relu', 'sigmoid', 'tanh', 'elu', 'selu', 'softplus', 'swish', 'softmax'];
const paddings = ['same', 'valid'];
const strides = [1, 2, 3];

/** A layer that is not here must not be used by a builder: its gradients have not been compared. */
export const layerTable: readonly LayerCase[] = [
  ...activations.map((activation) => layer('Dense', [7], { units: 5, activation })),
  ...activations.map((activation) => layer('Activation', [3, 5], { activation })),
  layer('Dense', [1], { units: 1 }),
  layer('Dense', [333], { units: 130, activation: 'relu' }),
  layer('Dense', [64], { units: 1030, activation: 'sigmoid' }),
  layer('Dense', [9], { units: 4, useBias: false }),

  ...paddings.flatMap((padding) =>
    strides.flatMap((stride) => [
      layer('Conv2D', [9, 7, 1], {
        filters: 16,
        kernelSize: 3,
        padding,
        strides: stride,
        activation: 'relu',
      }),
      layer('Conv2D', [8, 10, 3], { filters: 5, kernelSize: 3, padding, strides: stride }),
      layer('Conv2D', [8, 8, 16], {
        filters: 1,
        kernelSize: 3,
        padding,
        strides: stride,
        activation: 'sigmoid',
      }),
      layer('Conv2D', [7, 9, 5], { filters: 3, kernelSize: 2, padding, strides: stride }),
      layer('Conv2D', [11, 6, 4], { filters: 12, kernelSize: 5, padding, strides: stride }),
      layer('Conv2D', [6, 5, 8], { filters: 9, kernelSize: 1, padding, strides: stride }),
    ]),
  ),
  layer('Conv2D', [7, 8, 2], { filters: 4, kernelSize: 3, strides: [2, 1], padding: 'same', useBias: false }),
  layer('Conv2D', [9, 7, 3], { filters: 4, kernelSize: 4, strides: [1, 3] }),
  layer('Conv2D', [33, 31, 8], { filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' }),

  ...paddings.flatMap((padding) =>
    strides.flatMap((stride) => [
      layer('Conv2DTranspose', [4, 5, 3], { filters: 7, kernelSize: 3, padding, strides: stride }),
      layer('Conv2DTranspose', [5, 3, 8], {
        filters: 1,
        kernelSize: 4,
        padding,
        strides: stride,
        activation: 'sigmoid',
      }),
      layer('Conv2DTranspose', [3, 4, 9], { filters: 3, kernelSize: 2, padding, strides: stride }),
    ]),
  ),
  layer('Conv2DTranspose', [1, 1, 6], { filters: 10, kernelSize: 7 }),
  layer('Conv2D', [16, 12, 3], { filters: 6, kernelSize: 8, strides: 4, padding: 'same' }),
  layer('Conv2DTranspose', [3, 4, 6], { filters: 3, kernelSize: 8, strides: 4, padding: 'same' }),

  ...paddings.flatMap((padding) => [
    layer('MaxPooling2D', [8, 6, 3], { poolSize: 2, padding }),
    layer('MaxPooling2D', [7, 9, 8], { poolSize: 3, strides: 2, padding }),
    layer('MaxPooling2D', [5, 5, 5], { poolSize: [2, 3], strides: 1, padding }),
    layer('AveragePooling2D', [8, 6, 3], { poolSize: 2, padding }),
    layer('AveragePooling2D', [7, 9, 8], { poolSize: 3, strides: 2, padding }),
  ]),
  layer('GlobalAveragePooling2D', [4, 5, 6]),
  layer('GlobalMaxPooling2D', [4, 5, 6]),
  ...[1, 4, 7].flatMap((channels) => [
    layer('UpSampling2D', [3, 5, channels], { size: [2, 2] }),
    layer('UpSampling2D', [4, 2, channels], { size: [3, 1] }),
    layer('UpSampling2D', [4, 3, channels], { size: [2, 2], interpolation: 'bilinear' }),
  ]),

  layer('DepthwiseConv2D', [8, 7, 3], { kernelSize: 3, padding: 'same' }),
  layer('DepthwiseConv2D', [9, 9, 4], { kernelSize: 3, strides: 2, depthMultiplier: 2 }),
  layer('SeparableConv2D', [8, 7, 3], { filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' }),

  layer('BatchNormalization', [6]),
  layer('BatchNormalization', [5, 4, 3]),
  layer('LayerNormalization', [7]),
  layer('Flatten', [3, 4, 2]),
  layer('Reshape', [12], { targetShape: [2, 3, 2] }),
  layer('Permute', [3, 4, 2], { dims: [3, 1, 2] }),
  layer('ZeroPadding2D', [4, 3, 2], { padding: [1, 2] }),
  layer('Cropping2D', [6, 7, 2], { cropping: [[1, 2], [0, 3]] }), // prettier-ignore
  layer('RepeatVector', [5], { n: 3 }),
  layer('ReLU', [6, 2]),
  layer('LeakyReLU', [6, 2], { alpha: 0.1 }),
  layer('ELU', [6, 2]),
  layer('PReLU', [7]),
  layer('Dropout', [6], { rate: 0.5, seed: 3 }),
];

/** The class names of the table. */
export const comparedLayers: ReadonlySet<string> = new Set(layerTable.map(({ className }) => className));
