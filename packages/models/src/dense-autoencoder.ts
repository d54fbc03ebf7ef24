import { deriveSeed } from '@aelab/kernels/random';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { initializers, input, layers, model } from '@tensorflow/tfjs-layers';
import type { Autoencoder, ImageShape } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';

export type Activation = 'linear' | 'relu' | 'sigmoid' | 'tanh' | 'elu' | 'selu' | 'softplus' | 'swish';

export interface DenseAutoencoderOptions {
  readonly imageShape: ImageShape;
  /** Widths of the encoder's hidden layers, from the image inwards; the decoder mirrors them. */
  readonly hidden: readonly number[];
  /** Values in the latent vector. */
  readonly latentDim: number;
  /** Of the hidden layers; `relu` by default. */
  readonly activation?: Activation;
  /** `linear` by default: a rectified bottleneck throws half of its range away. */
  readonly latentActivation?: Activation;
  /** `sigmoid` by default, so that reconstructions stay in [0, 1]. */
  readonly outputActivation?: Activation;
  readonly seed: number;
}

/**
 * A fully connected autoencoder: `image → hidden… → latentDim → …hidden → image`, Glorot-uniform weights, zero biases.
 *
 * A `latentDim` of the image's size or more does not compress; it is allowed, because over-complete autoencoders are
 * studied, and {@link describeAutoencoder} flags it as expanding.
 *
 * @returns latents have shape `[batch, latentDim]`
 * @throws RangeError if a width is not a whole number of at least 1
 * @example
 * await selectBackend('cpu');
 * const { encoder } = denseAutoencoder({ imageShape: [8, 8, 1], hidden: [16], latentDim: 4, seed: 0 });
 * encoder.outputs[0].shape; // [null, 4]
 * @see Hinton and Salakhutdinov, "Reducing the dimensionality of data with neural networks", 2006
 */
export function denseAutoencoder(options: DenseAutoencoderOptions): Autoencoder {
  const { imageShape, hidden, latentDim, seed } = options;
  const { activation = 'relu', latentActivation = 'linear', outputActivation = 'sigmoid' } = options;
  assertWidths('denseAutoencoder', { latentDim, ...Object.fromEntries(hidden.entries()) });
  const size = imageShape.reduce((product, length) => product * length, 1);
  const dense = (name: string, units: number, activated: Activation) =>
    layers.dense({ name, units, activation: activated, kernelInitializer: glorot(seed, name) });

  const image = input({ shape: [...imageShape] });
  const encoded = chain(image, [
    layers.flatten(),
    ...hidden.map((units, i) => dense(`encoder_${i + 1}`, units, activation)),
    dense('latent', latentDim, latentActivation),
  ]);
  const latent = input({ shape: [latentDim] });
  const decoded = chain(latent, [
    ...[...hidden].reverse().map((units, i) => dense(`decoder_${i + 1}`, units, activation)),
    dense('reconstruction', size, outputActivation),
    layers.reshape({ targetShape: [...imageShape] }),
  ]);
  return joinHalves(
    model({ name: 'encoder', inputs: image, outputs: encoded }),
    model({ name: 'decoder', inputs: latent, outputs: decoded }),
  );
}

type Layer = InstanceType<typeof layers.Layer>;

function chain(start: SymbolicTensor, stack: Layer[]): SymbolicTensor {
  return stack.reduce((tensor, layer) => layer.apply(tensor) as SymbolicTensor, start);
}

function glorot(seed: number, layer: string) {
  return initializers.glorotUniform({ seed: deriveSeed(seed, 'initializer', layer) });
}

function assertWidths(caller: string, widths: Record<string, number>): void {
  for (const [name, width] of Object.entries(widths))
    if (!Number.isInteger(width) || width < 1)
      throw new RangeError(
        `${caller}: ${/^\d/.test(name) ? `hidden[${name}]` : name} is ${width}; it must be a whole number of at least 1`,
      );
}
