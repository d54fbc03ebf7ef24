import type { serialization } from '@tensorflow/tfjs-core';

/** A layer, at a size, whose gradients agree between all backends: `layer-gradients.test.ts` goes through the table. */
export interface LayerCase {
  /** As TensorFlow.js saves it. */
  readonly className: string;
  /** Without the batch. */
  readonly inputShape: readonly number[];
  readonly config?: serialization.ConfigDict;
}

const convolution = (inputShape: readonly number[], filters: number, kernelSize: number, more = {}) => ({
  className: 'Conv2D',
  inputShape,
  config: { filters, kernelSize, ...more },
});

const transposed = (inputShape: readonly number[], filters: number, kernelSize: number, more = {}) => ({
  className: 'Conv2DTranspose',
  inputShape,
  config: { filters, kernelSize, ...more },
});

const activations = ['linear', 'relu', 'sigmoid', 'tanh', 'elu', 'selu', 'softplus', 'swish', 'softmax'];

/** A layer that is not here must not be used by a builder: its gradients have not been compared. */
export const layerTable: readonly LayerCase[] = [
  ...activations.map((activation) => ({
    className: 'Dense',
    inputShape: [7],
    config: { units: 5, activation },
  })),
  ...activations.map((activation) => ({
    className: 'Activation',
    inputShape: [3, 5],
    config: { activation },
  })),
  { className: 'Dense', inputShape: [1], config: { units: 1 } },
  { className: 'Dense', inputShape: [333], config: { units: 130, activation: 'relu' } },
  { className: 'Dense', inputShape: [64], config: { units: 1030, activation: 'sigmoid' } },
  { className: 'Dense', inputShape: [9], config: { units: 4, useBias: false } },

  ...['same', 'valid'].flatMap((padding) =>
    [1, 2, 3].flatMap((strides) => [
      convolution([9, 7, 1], 16, 3, { padding, strides, activation: 'relu' }),
      convolution([8, 10, 3], 5, 3, { padding, strides }),
      convolution([8, 8, 16], 1, 3, { padding, strides, activation: 'sigmoid' }),
      convolution([7, 9, 5], 3, 2, { padding, strides }),
      convolution([11, 6, 4], 12, 5, { padding, strides }),
      convolution([6, 5, 8], 9, 1, { padding, strides }),
    ]),
  ),
  convolution([7, 8, 2], 4, 3, { strides: [2, 1], padding: 'same', useBias: false }),
  convolution([9, 7, 3], 4, 4, { strides: [1, 3], padding: 'valid' }),
  convolution([33, 31, 8], 8, 3, { padding: 'same', activation: 'relu' }),

  ...['same', 'valid'].flatMap((padding) =>
    [1, 2, 3].flatMap((strides) => [
      transposed([4, 5, 3], 7, 3, { padding, strides, activation: 'relu' }),
      transposed([5, 3, 8], 1, 4, { padding, strides, activation: 'sigmoid' }),
      transposed([3, 4, 9], 3, 2, { padding, strides }),
    ]),
  ),
  transposed([1, 1, 6], 10, 7, { padding: 'valid' }),

  ...['same', 'valid'].flatMap((padding) => [
    { className: 'MaxPooling2D', inputShape: [8, 6, 3], config: { poolSize: 2, padding } },
    { className: 'MaxPooling2D', inputShape: [7, 9, 8], config: { poolSize: 3, strides: 2, padding } },
    { className: 'MaxPooling2D', inputShape: [5, 5, 5], config: { poolSize: [2, 3], strides: 1, padding } },
    { className: 'AveragePooling2D', inputShape: [8, 6, 3], config: { poolSize: 2, padding } },
    { className: 'AveragePooling2D', inputShape: [7, 9, 8], config: { poolSize: 3, strides: 2, padding } },
  ]),
  { className: 'GlobalAveragePooling2D', inputShape: [4, 5, 6] },
  { className: 'GlobalMaxPooling2D', inputShape: [4, 5, 6] },
  ...[1, 4, 7].flatMap((channels) => [
    { className: 'UpSampling2D', inputShape: [3, 5, channels], config: { size: [2, 2] } },
    { className: 'UpSampling2D', inputShape: [4, 2, channels], config: { size: [3, 1] } },
    {
      className: 'UpSampling2D',
      inputShape: [4, 3, channels],
      config: { size: [2, 2], interpolation: 'bilinear' },
    },
  ]),

  { className: 'DepthwiseConv2D', inputShape: [8, 7, 3], config: { kernelSize: 3, padding: 'same' } },
  {
    className: 'DepthwiseConv2D',
    inputShape: [9, 9, 4],
    config: { kernelSize: 3, strides: 2, padding: 'valid', depthMultiplier: 2 },
  },
  {
    className: 'SeparableConv2D',
    inputShape: [8, 7, 3],
    config: { filters: 5, kernelSize: 3, padding: 'same', activation: 'relu' },
  },

  { className: 'BatchNormalization', inputShape: [6] },
  { className: 'BatchNormalization', inputShape: [5, 4, 3] },
  { className: 'LayerNormalization', inputShape: [7] },
  { className: 'Flatten', inputShape: [3, 4, 2] },
  { className: 'Reshape', inputShape: [12], config: { targetShape: [2, 3, 2] } },
  { className: 'Permute', inputShape: [3, 4, 2], config: { dims: [3, 1, 2] } },
  { className: 'ZeroPadding2D', inputShape: [4, 3, 2], config: { padding: [1, 2] } },
  {
    className: 'Cropping2D',
    inputShape: [6, 7, 2],
    config: {
      cropping: [
        [1, 2],
        [0, 3],
      ],
    },
  },
  { className: 'RepeatVector', inputShape: [5], config: { n: 3 } },
  { className: 'ReLU', inputShape: [6, 2] },
  { className: 'LeakyReLU', inputShape: [6, 2], config: { alpha: 0.1 } },
  { className: 'ELU', inputShape: [6, 2] },
  { className: 'PReLU', inputShape: [7] },
  { className: 'Dropout', inputShape: [6], config: { rate: 0.5, seed: 3 } },
];

/** The class names of the table. */
export const comparedLayers: ReadonlySet<string> = new Set(layerTable.map(({ className }) => className));
