import { deriveSeed } from '@aelab/kernels/random';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { add, exp, mul, square, sub, sum } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { initializers, layers, model } from '@tensorflow/tfjs-layers';
import type { Autoencoder } from '../autoencoder.js';
import { modelState } from '../training/state.js';
import { noiseTensor } from './noise-tensor.js';
import type { Objective } from './objective.js';

export interface VariationalSettings {
  readonly type: 'variational';
  /** Weight of the divergence. */
  readonly beta: number;
}

export interface VariationalOptions {
  readonly beta: number;
  /** Of the initial weights of the layer for the variances. */
  readonly seed: number;
}

/**
 * A (β-)variational autoencoder of any autoencoder: its latent becomes the mean of a normal distribution, a second
 * layer beside it gives the logarithm of the variance, and training decodes a sample. The loss is
 * `D + β · KL(N(μ, σ²) ‖ N(0, 1)) / values`, with D the loss asked for (a mean over values) and KL in nats per image.
 *
 * With the loss `binaryCrossentropy`, β = 1 is the evidence lower bound; with `mse`, β is twice the variance of the
 * pixel noise that the decoder assumes, so that β = 1 there drowns nearly every latent.
 *
 * @param base - its latent activation should be linear
 * @returns an autoencoder whose encoder gives the means
 * @throws RangeError if β is below 0
 * @example
 * await selectBackend('cpu');
 * const dense = denseAutoencoder({ imageShape: [8, 8, 1], hidden: [16], latentDim: 4, seed: 0 });
 * describeAutoencoder(variationalAutoencoder(dense, { beta: 1, seed: 0 })).objective; // { type: 'variational', beta: 1 }
 * @see Kingma and Welling, "Auto-encoding variational Bayes", 2014; Higgins et al., "beta-VAE", 2017
 */
export function variationalAutoencoder(base: Autoencoder, { beta, seed }: VariationalOptions): Autoencoder {
  return { ...base, objective: variational(base, { type: 'variational', beta }, seed) };
}

/** @param seed - of weights that loading replaces */
export function variational({ encoder }: Autoencoder, settings: VariationalSettings, seed = 0): Objective {
  const { beta } = settings;
  if (!(beta >= 0))
    throw new RangeError(`variationalAutoencoder: beta is ${beta}; it must be a number of at least 0`);
  const latent = encoder.layers[encoder.layers.length - 1];
  const logVariance = varianceLayer(latent, seed).apply(latent.input) as SymbolicTensor;
  const posterior = model({ inputs: encoder.inputs, outputs: [encoder.outputs[0], logVariance] });
  return {
    settings,
    state: modelState(posterior).filter(({ layer }) => layer === 'log_variance'),
    trainingCode(images, generator) {
      const [mean, logVar] = posterior.apply(images) as Tensor[];
      const noise = noiseTensor(mean, generator.normal);
      const cost = (distortion: Scalar): Scalar =>
        add(distortion, mul(divergence(mean, logVar), beta / images.size));
      return { latents: add(mean, mul(noise, exp(mul(logVar, 0.5)))), loss: cost };
    },
  };
}

/** KL(N(μ, σ²) ‖ N(0, 1)) in nats: `½ Σ (μ² + σ² − 1 − log σ²)`, over all images and latents. */
function divergence(mean: Tensor, logVariance: Tensor): Scalar {
  const terms = sub(add(square(mean), exp(logVariance)), add(logVariance, 1));
  return mul(0.5, sum(terms));
}

/** A layer of the latent's kind and size, of its own name, linear. */
function varianceLayer(latent: InstanceType<typeof layers.Layer>, seed: number) {
  const config = latent.getConfig();
  const options = {
    name: 'log_variance',
    kernelInitializer: initializers.glorotUniform({ seed: deriveSeed(seed, 'initializer', 'log_variance') }),
  };
  const kind = latent.getClassName();
  if (kind === 'Dense') return layers.dense({ ...options, units: config['units'] as number });
  if (kind !== 'Conv2D')
    throw new RangeError(
      `variationalAutoencoder: the encoder's last layer is ${kind}; it must be dense or a convolution`,
    );
  const { filters, kernelSize } = config as { filters: number; kernelSize: number[] };
  return layers.conv2d({ ...options, filters, kernelSize, padding: 'same' });
}
