import type { Autoencoder, ImageShape } from './autoencoder.js';
import { denseAutoencoder } from './dense-autoencoder.js';

export interface LinearAutoencoderOptions {
  readonly imageShape: ImageShape;
  /** Values in the latent vector. */
  readonly latentDim: number;
  /** Whether the decoder's kernel is the transpose of the encoder's; `false` by default. */
  readonly tied?: boolean;
  readonly seed: number;
}

/**
 * An autoencoder without any non-linearity: `x̂ = D(Ex + b) + c`. Trained with MSE to its end it spans the subspace of
 * the first `latentDim` principal components, and loses what PCA loses: a check of the whole path from data to error.
 *
 * Its latents are not the principal components themselves, only a linear map of them; and its reconstructions, like
 * PCA's, may leave [0, 1].
 *
 * @returns latents have shape `[batch, latentDim]`
 * @throws RangeError if `latentDim` is not a whole number of at least 1
 * @example
 * await selectBackend('cpu');
 * const linear = linearAutoencoder({ imageShape: [8, 8, 1], latentDim: 4, seed: 0 });
 * describeAutoencoder(linear).parameters; // 580
 * @see Baldi and Hornik, "Neural networks and principal component analysis", 1989
 */
export function linearAutoencoder(options: LinearAutoencoderOptions): Autoencoder {
  return denseAutoencoder({ ...options, hidden: [], outputActivation: 'linear' });
}
