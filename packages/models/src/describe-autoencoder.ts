import type { Autoencoder } from './autoencoder.js';
import { imageShapeOf, latentShapeOf } from './autoencoder.js';

export interface AutoencoderDescription {
  /** Trainable and fixed weights of both halves. */
  readonly parameters: number;
  readonly latentShape: readonly number[];
  /** Values of an image / values of its latent: 784 / 32 = 24.5. It counts values, not bytes. */
  readonly dimensionReduction: number;
  /** Whether the latent has at least as many values as the image, so that the "bottleneck" compresses nothing. */
  readonly expanding: boolean;
}

/**
 * What an autoencoder's shape says before any training.
 *
 * @example
 * await selectBackend('cpu');
 * const tiny = denseAutoencoder({ imageShape: [4, 4, 1], hidden: [], latentDim: 2, seed: 0 });
 * describeAutoencoder(tiny); // { parameters: 82, latentShape: [2], dimensionReduction: 8, expanding: false }
 */
export function describeAutoencoder(autoencoder: Autoencoder): AutoencoderDescription {
  const latentShape = latentShapeOf(autoencoder);
  const values = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
  const dimensionReduction = values(imageShapeOf(autoencoder)) / values(latentShape);
  return {
    parameters: autoencoder.autoencoder.countParams(),
    latentShape,
    dimensionReduction,
    expanding: dimensionReduction <= 1,
  };
}
