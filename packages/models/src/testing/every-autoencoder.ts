import type { Autoencoder } from '../autoencoder.js';
import { autoAssociativeAutoencoder } from '../auto-associative-autoencoder.js';
import { convAutoencoder } from '../conv-autoencoder.js';
import { convLinearAutoencoder } from '../conv-linear-autoencoder.js';
import { denseAutoencoder } from '../dense-autoencoder.js';
import { linearAutoencoder } from '../linear-autoencoder.js';
import { rateDistortionAutoencoder } from '../objectives/rate-distortion.js';
import { stridedAutoencoder } from '../strided-autoencoder.js';
import { variationalAutoencoder } from '../objectives/variational.js';
import { winnerTakeAllAutoencoder } from '../objectives/winner-take-all.js';

const imageShape = [4, 4, 2] as const;
const dense = (seed: number) => denseAutoencoder({ imageShape, hidden: [9], latentDim: 6, seed });
const conv = (seed: number, options: object = {}) =>
  convAutoencoder({ imageShape, filters: [3], latentChannels: 2, ...options, seed });

/** A builder and the parameters that its layers have by hand. */
interface Case {
  readonly build: (seed: number) => Autoencoder;
  readonly parameters: number;
}

const denseParameters = 2 * (32 * 9 + 9 * 6) + 9 + 6 + 9 + 32;
const convParameters = 9 * (2 * 3 + 3 * 2 + 2 * 3 + 3 * 2) + 3 + 2 + 3 + 2;

/** One small model of every kind, for images of 4 × 4 pixels in 2 channels. */
export const everyAutoencoder: Readonly<Record<string, Case>> = {
  dense: { build: dense, parameters: denseParameters },
  'dense, tied': {
    build: (seed) => denseAutoencoder({ imageShape, hidden: [9], latentDim: 6, tied: true, seed }),
    parameters: denseParameters - 32 * 9 - 9 * 6,
  },
  'dense, scaled input': {
    build: (seed) =>
      denseAutoencoder({
        ...{ imageShape, hidden: [9], latentDim: 6, seed },
        inputScaling: { mean: [0.4, 0.6], deviation: [0.2, 0.3] },
      }),
    parameters: denseParameters + 2 * 2 + 2,
  },
  linear: {
    build: (seed) => linearAutoencoder({ imageShape, latentDim: 6, seed }),
    parameters: 2 * 32 * 6 + 6 + 32,
  },
  conv: { build: conv, parameters: convParameters },
  'conv, pooled and bilinear': {
    build: (seed) => conv(seed, { downsampling: 'pool', upsampling: 'bilinear' }),
    parameters: convParameters,
  },
  'conv, transposed': {
    build: (seed) => conv(seed, { upsampling: 'transposed' }),
    parameters: convParameters,
  },
  strided: {
    build: (seed) =>
      stridedAutoencoder({ imageShape, filters: [3], strides: [1, 2], latentChannels: 2, seed }),
    parameters: 2 * (9 * 2 * 3 + 16 * 3 * 2) + 3 + 2 + 3 + 2,
  },
  convLinear: {
    build: (seed) => convLinearAutoencoder({ imageShape, filters: [3], hidden: [5], latentDim: 6, seed }),
    parameters: 9 * (2 * 3 + 3 * 3 + 3 * 2) + 3 + 3 + 2 + 2 * (12 * 5 + 5 * 6) + 5 + 6 + 5 + 12,
  },
  variational: {
    build: (seed) => variationalAutoencoder(dense(seed), { beta: 0.01, seed }),
    parameters: denseParameters + 9 * 6 + 6,
  },
  'variational, conv': {
    build: (seed) => variationalAutoencoder(conv(seed), { beta: 0.01, seed }),
    parameters: convParameters + 9 * 3 * 2 + 2,
  },
  winnerTakeAll: {
    build: (seed) => winnerTakeAllAutoencoder(dense(seed), { active: 2, lifetime: 0.5 }),
    parameters: denseParameters,
  },
  'winnerTakeAll, conv': {
    build: (seed) => winnerTakeAllAutoencoder(conv(seed), { active: 1 }),
    parameters: convParameters,
  },
  rateDistortion: {
    build: (seed) => rateDistortionAutoencoder(dense(seed), { lambda: 0.01 }),
    parameters: denseParameters + 2 * 6,
  },
  'rateDistortion, conv': {
    build: (seed) => rateDistortionAutoencoder(conv(seed), { lambda: 0.01 }),
    parameters: convParameters + 2 * 2,
  },
  autoAssociative: {
    build: (seed) =>
      autoAssociativeAutoencoder({ imageShape, units: 9, latentDim: 6, pruningEpochs: 2, seed }),
    parameters: 32 * 9 + 9 + 32,
  },
};
