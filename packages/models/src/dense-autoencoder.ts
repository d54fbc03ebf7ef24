import type { Autoencoder, ImageShape } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';
import type { Activation, InputScaling } from './layer-stack.js';
import { assertWidths, scalingLayers, seededLayers, sizeOf, stackModel } from './layer-stack.js';
import { layers } from '@tensorflow/tfjs-layers';
import { tieKernels } from './tied-kernels.js';

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
  /** Whether each of the decoder's kernels is the transpose of its mirror image in the encoder; `false` by default. */
  readonly tied?: boolean;
  /** None by default. */
  readonly inputScaling?: InputScaling;
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
  const { imageShape, hidden, latentDim, tied = false, inputScaling, seed } = options;
  const { activation = 'relu', latentActivation = 'linear', outputActivation = 'sigmoid' } = options;
  assertWidths('denseAutoencoder', { latentDim, hidden });
  const { dense } = seededLayers(seed);
  const encoder = stackModel('encoder', imageShape, [
    ...scalingLayers(inputScaling),
    layers.flatten(),
    ...hidden.map((units, i) => dense(`encoder_${i + 1}`, units, activation)),
    dense('latent', latentDim, latentActivation),
  ]);
  const decoder = stackModel(
    'decoder',
    [latentDim],
    [
      ...[...hidden].reverse().map((units, i) => dense(`decoder_${i + 1}`, units, activation)),
      dense('reconstruction', sizeOf(imageShape), outputActivation),
      layers.reshape({ targetShape: [...imageShape] }),
    ],
  );
  const autoencoder = joinHalves(encoder, decoder);
  return tied ? tieKernels(autoencoder) : autoencoder;
}
