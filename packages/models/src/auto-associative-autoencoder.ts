import type { Autoencoder, ImageShape } from './autoencoder.js';
import { denseAutoencoder } from './dense-autoencoder.js';
import type { Activation } from './layer-stack.js';
import { assertWidths } from './layer-stack.js';
import { pruning } from './objectives/pruning.js';

export interface AutoAssociativeAutoencoderOptions {
  readonly imageShape: ImageShape;
  /** Hidden units before pruning; more than `latentDim`. */
  readonly units: number;
  /** Hidden units, the latent, after pruning. */
  readonly latentDim: number;
  /** Epochs over which the others are pruned, evenly; leave some more for those that stay. */
  readonly pruningEpochs: number;
  /** Of the hidden units; `linear` by default (`sigmoid` in the paper). */
  readonly latentActivation?: Activation;
  /** `sigmoid` by default, so that reconstructions stay in [0, 1]. */
  readonly outputActivation?: Activation;
  readonly seed: number;
}

/**
 * The auto-associative network of Gedeon and Harris: one hidden layer, whose weights to the image are shared with those
 * from it (each kernel the other's transpose), and which starts too wide: units that do another's work are pruned
 * between epochs, until `latentDim` are left.
 *
 * Until {@link finishAutoencoder} takes them out, the latent has a value, 0, for each pruned unit.
 *
 * @returns latents have shape `[batch, units]`, in the end `[batch, latentDim]`
 * @throws RangeError if a width is not a whole number of at least 1, or `units` is below `latentDim`
 * @example
 * await selectBackend('cpu');
 * const widths = { units: 6, latentDim: 4, pruningEpochs: 2 };
 * const network = autoAssociativeAutoencoder({ imageShape: [8, 8, 1], ...widths, seed: 0 });
 * describeAutoencoder(network).parameters; // 454
 * @see Gedeon and Harris, "Progressive image compression", 1992
 */
export function autoAssociativeAutoencoder(options: AutoAssociativeAutoencoderOptions): Autoencoder {
  const { units, latentDim, pruningEpochs, ...shared } = options;
  assertWidths('autoAssociativeAutoencoder', { units, latentDim, pruningEpochs });
  if (units < latentDim)
    throw new RangeError(
      `autoAssociativeAutoencoder: units is ${units} and latentDim ${latentDim}; units are pruned, so there must be at least latentDim of them`,
    );
  const network = denseAutoencoder({ ...shared, hidden: [], latentDim: units, tied: true });
  return { ...network, objective: pruning(network, { type: 'pruning', latentDim, epochs: pruningEpochs }) };
}
