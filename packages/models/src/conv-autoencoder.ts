import type { Autoencoder } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';
import type { ConvStackOptions } from './conv-stack.js';
import { doublingLayers, halvedShape, halvingLayers } from './conv-stack.js';
import type { Activation, InputScaling } from './layer-stack.js';
import { assertWidths, scalingLayers, seededLayers, stackModel } from './layer-stack.js';

export interface ConvAutoencoderOptions extends ConvStackOptions {
  /** Channels of the latent, which keeps a place for each `2ⁿ × 2ⁿ` pixels, n the number of filters. */
  readonly latentChannels: number;
  /** `linear` by default: a rectified bottleneck throws half of its range away. */
  readonly latentActivation?: Activation;
  /** `sigmoid` by default, so that reconstructions stay in [0, 1]. */
  readonly outputActivation?: Activation;
  /** None by default. */
  readonly inputScaling?: InputScaling;
  readonly seed: number;
}

/**
 * A convolutional autoencoder whose latent is spatial: `[h, w, c] → [h / 2ⁿ, w / 2ⁿ, latentChannels] → [h, w, c]`, with
 * n the number of filters.
 *
 * Its stride says little of how much it compresses: 32×32×3 at stride 8 with 32 channels keeps 512 of 3,072 values,
 * a sixth, and block-PCA of the same stride and width is the linear rival to beat.
 *
 * @returns latents have shape `[batch, h / 2ⁿ, w / 2ⁿ, latentChannels]`
 * @throws RangeError if height or width cannot be halved as often as there are filters, or a width is not a whole
 *   number of at least 1
 * @example
 * await selectBackend('cpu');
 * const cae = convAutoencoder({ imageShape: [32, 32, 3], filters: [8, 16, 32], latentChannels: 32, seed: 0 });
 * describeAutoencoder(cae).latentShape; // [4, 4, 32]
 * @see Masci et al., "Stacked convolutional auto-encoders for hierarchical feature extraction", 2011
 */
export function convAutoencoder(options: ConvAutoencoderOptions): Autoencoder {
  const { imageShape, filters, latentChannels, kernelSize = 3, inputScaling, seed } = options;
  const { latentActivation = 'linear', outputActivation = 'sigmoid' } = options;
  assertWidths('convAutoencoder', { latentChannels, filters, kernelSize });
  const latentShape = [...halvedShape('convAutoencoder', options), latentChannels];
  const build = seededLayers(seed);
  const encoder = stackModel('encoder', imageShape, [
    ...scalingLayers(inputScaling),
    ...halvingLayers(build, options),
    build.conv('latent', latentChannels, latentActivation, { kernelSize }),
  ]);
  const decoder = stackModel('decoder', latentShape, [
    ...doublingLayers(build, options),
    build.conv('reconstruction', imageShape[2], outputActivation, { kernelSize }),
  ]);
  return joinHalves(encoder, decoder);
}
