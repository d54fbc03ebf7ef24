import type { Random } from '@aelab/kernels/random';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Autoencoder, Latents } from '../autoencoder.js';
import type { StateVariable } from '../training/state.js';

/**
 * What a kind of autoencoder adds to plain reconstruction: another way from the encoder to the decoder, terms of the
 * loss, variables of its own. Both halves stay plain layers models, which travel without it.
 */
export interface Objective {
  /** JSON from which the objective is made again when its autoencoder is loaded. */
  readonly settings: { readonly type: string };
  /** Variables beside the halves' weights; trained, saved and resumed with them. */
  readonly state: readonly StateVariable[];
  /**
   * The way of a batch to the decoder in training.
   *
   * @param images - `[batch, height, width, channels]` in [0, 1]
   * @param generator - of every random number of this step
   * @param progress - share of the epochs that are over, from 0 to 1
   */
  trainingCode(images: Tensor, generator: Random, progress: number): TrainingCode;
  /** What is done to the encoder's latents before anything else sees them; nothing where absent. */
  code?(latents: Tensor): Tensor;
  /**
   * Called after each epoch, counted from 1.
   *
   * @param sampleLatents - the encoder's latents of some training images, the same each time
   */
  afterEpoch?(epoch: number, sampleLatents: () => Promise<Latents>): Promise<void>;
  /** The autoencoder without what only its training needed. */
  finish?(autoencoder: Autoencoder): Promise<Autoencoder>;
}

/** What the decoder is given in training, and what that costs. */
export interface TrainingCode {
  readonly latents: Tensor;
  /** The loss, from the distortion of the reconstruction; the distortion itself where absent. */
  readonly loss?: (distortion: Scalar) => Scalar;
}
