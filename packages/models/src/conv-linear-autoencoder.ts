import { layers } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from './autoencoder.js';
import { joinHalves } from './autoencoder.js';
import type { ConvStackOptions } from './conv-stack.js';
import { doublingLayers, halvedShape, halvingLayers } from './conv-stack.js';
import type { Activation, InputScaling } from './layer-stack.js';
import { assertWidths, scalingLayers, seededLayers, sizeOf, stackModel } from './layer-stack.js';

export interface ConvLinearAutoencoderOptions extends ConvStackOptions {
  /** Widths of dense layers between the convolutions and the latent; the decoder mirrors them. None by default. */
  readonly hidden?: readonly number[];
  /** Values in the latent vector. */
  readonly latentDim: number;
  /** `linear` by default: a rectified bottleneck throws half of its range away. */
  readonly latentActivation?: Activation;
  /** `sigmoid` by default, so that reconstructions stay in [0, 1]. */
  readonly outputActivation?: Activation;
  /** None by default. */
  readonly inputScaling?: InputScaling;
  readonly seed: number;
}

/**
 * Convolutions that end in a dense latent: `image → convolutions → hidden… → latentDim → …hidden → convolutions →
 * image`. Unlike a spatial latent, each value sees the whole image.
 *
 * @returns latents have shape `[batch, latentDim]`
 * @throws RangeError if height or width cannot be halved as often as there are filters, or a width is not a whole
 *   number of at least 1
 * @example
 * await selectBackend('cpu');
 * const options = { imageShape: [28, 28, 1], filters: [4, 8], latentDim: 8, seed: 0 } as const;
 * describeAutoencoder(convLinearAutoencoder(options)).latentShape; // [8]
 */
export function convLinearAutoencoder(options: ConvLinearAutoencoderOptions): Autoencoder {
  const { imageShape, filters, hidden = [], latentDim, kernelSize = 3, inputScaling, seed } = options;
  const { activation = 'relu', latentActivation = 'linear', outputActivation = 'sigmoid' } = options;
  assertWidths('convLinearAutoencoder', { latentDim, filters, hidden, kernelSize });
  const mapShape = [...halvedShape('convLinearAutoencoder', options), filters.at(-1) ?? imageShape[2]];
  const build = seededLayers(seed);
  const encoder = stackModel('encoder', imageShape, [
    ...scalingLayers(inputScaling),
    ...halvingLayers(build, options),
    layers.flatten(),
    ...hidden.map((units, i) => build.dense(`encoder_${i + 1}`, units, activation)),
    build.dense('latent', latentDim, latentActivation),
  ]);
  const decoder = stackModel(
    'decoder',
    [latentDim],
    [
      ...[...hidden].reverse().map((units, i) => build.dense(`decoder_${i + 1}`, units, activation)),
      build.dense('decoder_map', sizeOf(mapShape), activation),
      layers.reshape({ targetShape: mapShape }),
      ...doublingLayers(build, options),
      build.conv('reconstruction', imageShape[2], outputActivation, { kernelSize }),
    ],
  );
  return joinHalves(encoder, decoder);
}
