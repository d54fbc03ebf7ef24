import { deriveSeed } from '@aelab/kernels/random';
import type { serialization } from '@tensorflow/tfjs-core';
import { tensor1d, tensor4d } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import type { ImageShape } from './autoencoder.js';

export type Activation = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'elu' | 'selu' | 'softplus' | 'swish';

/** Shifts and scales each channel of the images before the first layer: `(x − mean) / deviation`. */
export interface InputScaling {
  /** Per channel, of pixels in [0, 1]. */
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
}

export type Layer = InstanceType<typeof layers.Layer>;

/** A model of layers one after another. */
export function stackModel(name: string, shape: readonly number[], stack: readonly Layer[]): LayersModel {
  const start = input({ shape: [...shape] });
  const end = stack.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);
  return model({ name, inputs: start, outputs: end });
}

/** Layers of one builder: named, seeded by their name, with Glorot-uniform weights and zero biases. */
export function seededLayers(seed: number) {
  const kernelInitializer = (name: string) =>
    initializers.glorotUniform({ seed: deriveSeed(seed, 'initializer', name) });
  return {
    dense: (name: string, units: number, activation: Activation) =>
      layers.dense({ name, units, activation, kernelInitializer: kernelInitializer(name) }),

    conv: (
      name: string,
      filters: number,
      activation: Activation,
      options: { kernelSize: number; strides?: number; padding?: 'same' | 'valid' },
    ) =>
      layers.conv2d({
        padding: 'same',
        ...{ name, filters, activation, ...options },
        kernelInitializer: kernelInitializer(name),
      }),

    convTranspose: (
      name: string,
      filters: number,
      activation: Activation,
      options: { kernelSize: number; strides: number },
    ) =>
      layers.conv2dTranspose({
        padding: 'same',
        ...{ name, filters, activation, ...options },
        kernelInitializer: kernelInitializer(name),
      }),
  };
}

/** The layer that scales images, as a convolution of one pixel that is never trained: any tool can read it. */
export function scalingLayers(scaling: InputScaling | undefined): Layer[] {
  if (!scaling) return [];
  const { mean, deviation } = scaling;
  const channels = mean.length;
  const kernel = Float32Array.from({ length: channels ** 2 }, (_, i) =>
    i % (channels + 1) === 0 ? 1 / deviation[i % channels] : 0,
  );
  const bias = mean.map((value, c) => -value / deviation[c]);
  const weights = [tensor4d(kernel, [1, 1, channels, channels]), tensor1d(bias)];
  return [layers.conv2d({ name: 'scaling', filters: channels, kernelSize: 1, trainable: false, weights })];
}

/**
 * @param widths - by the name that the message gives them
 * @throws RangeError naming the first that is not a whole number of at least 1
 */
export function assertWidths(caller: string, widths: Readonly<Record<string, number | readonly number[]>>) {
  for (const [name, stated] of Object.entries(widths))
    [stated].flat().forEach((width, i) => {
      if (!Number.isInteger(width) || width < 1)
        throw new RangeError(
          `${caller}: ${typeof stated === 'number' ? name : `${name}[${i}]`} is ${width}; it must be a whole number of at least 1`,
        );
    });
}

/** Values in a tensor of this shape. */
export function sizeOf(shape: readonly number[] | ImageShape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** An unbuilt layer like this one, of the same name, with some of its settings changed. */
export function cloneLayer(layer: Layer, changes: serialization.ConfigDict = {}): Layer {
  const Kind = layer.constructor as serialization.SerializableConstructor<Layer>;
  return Kind.fromConfig(Kind, { ...layer.getConfig(), ...changes });
}
