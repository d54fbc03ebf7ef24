import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import {
  abs,
  add,
  customGrad,
  exp,
  fill,
  log,
  maximum,
  mul,
  neg,
  round,
  sigmoid,
  sub,
  sum,
  tensor,
  tidy,
  variable,
  zeros,
} from '@tensorflow/tfjs-core';
import type { Autoencoder, Latents } from '../autoencoder.js';
import { latentShapeOf } from '../autoencoder.js';
import { noiseTensor } from './noise-tensor.js';
import type { Objective } from './objective.js';

export interface RateDistortionSettings {
  readonly type: 'rateDistortion';
  readonly lambda: number;
}

/**
 * An autoencoder trained for its bytes: the loss is `R + λ · 255² · D`, with R the estimated bits per pixel of the
 * rounded latents, D the loss asked for (`mse`) of pixels in [0, 1]. Latents are whole numbers.
 *
 * Rounding has no gradient, so training adds uniform noise of the same width instead. For the last 15 % of the epochs
 * the decoder is given rounded latents, as it will be, and its gradient goes to the encoder as if they were not. R is
 * the cross-entropy of the noisy latents under a logistic prior of each latent (of each channel where the latent is
 * spatial), whose place and scale are learned as well. λ is in the unit of the literature: .0018 to .0483 are usual for
 * photographs; for MNIST, 2.6e-4 gives about 9 bytes per image.
 *
 * @param base - its latent activation should be linear
 * @throws RangeError if λ is not above 0
 * @example
 * await selectBackend('cpu');
 * const dense = denseAutoencoder({ imageShape: [8, 8, 1], hidden: [16], latentDim: 4, seed: 0 });
 * const coded = rateDistortionAutoencoder(dense, { lambda: 0.01 });
 * const { data } = await encode(coded, imageBatch(new Float32Array(64).fill(0.7), [1, 8, 8, 1]));
 * data.every(Number.isInteger); // true
 * @see Ballé et al., "Variational image compression with a scale hyperprior", 2018
 */
export function rateDistortionAutoencoder(
  base: Autoencoder,
  options: { readonly lambda: number },
): Autoencoder {
  return { ...base, objective: rateDistortion(base, { type: 'rateDistortion', ...options }) };
}

export function rateDistortion(base: Autoencoder, settings: RateDistortionSettings): Objective {
  const { lambda } = settings;
  if (!(lambda > 0))
    throw new RangeError(`rateDistortionAutoencoder: lambda is ${lambda}; it must be a number above 0`);
  const channels = latentShapeOf(base).at(-1) ?? 1;
  const location = variable(zeros([channels]));
  const logScale = variable(fill([channels], 0));
  return {
    settings,
    state: [location, logScale].map((variable) => ({ layer: 'prior', variable, trained: true })),
    trainingCode(images, generator, progress) {
      const exact = base.encoder.apply(images) as Tensor;
      const noisy = add(
        exact,
        noiseTensor(exact, () => generator.uniform() - 0.5),
      );
      const [n, height, width] = images.shape;
      const rate = mul(bitsUnder(location, logScale, noisy), 1 / (n * height * width));
      return {
        latents: progress < roundedFrom ? noisy : roundedStraightThrough(exact),
        loss: (distortion): Scalar => add(rate, mul(distortion, lambda * 255 ** 2)),
      };
    },
    code: (latents) => round(latents),
  };
}

/**
 * Bits that an ideal entropy coder would spend on latents under the prior that was learned with them, all images
 * together. An estimate: real bytes add a header, and a coder that adapts may need fewer.
 *
 * @throws TypeError if the autoencoder has no learned prior
 */
export async function estimatedBits({ objective }: Autoencoder, latents: Latents): Promise<number> {
  const [location, logScale] = objective?.settings.type === 'rateDistortion' ? objective.state : [];
  if (!objective || !(location as unknown))
    throw new TypeError(
      `estimatedBits: the autoencoder's objective is ${objective?.settings.type ?? 'none'}; only rateDistortion learns a prior`,
    );
  const bits = tidy(() =>
    bitsUnder(location.variable, logScale.variable, tensor(latents.data, [...latents.shape])),
  );
  const [total] = await bits.data<'float32'>();
  bits.dispose();
  return total;
}

/** Share of the epochs after which the decoder learns from rounded latents. */
const roundedFrom = 0.85;

const roundedStraightThrough = customGrad((latents) => ({
  value: round(latents as Tensor),
  gradFunc: (gradient) => gradient,
}));

/** Less likely values than this cost no more: it keeps the logarithm finite. */
const leastProbability = 1e-9;

/** `−Σ log₂ (F(y + ½) − F(y − ½))`, F the logistic distribution; by symmetry taken in the tail where F keeps its digits. */
function bitsUnder(location: Variable, logScale: Variable, latents: Tensor): Scalar {
  const distance = abs(sub(latents, location));
  const sharpness = exp(neg(logScale));
  const upper = sigmoid(mul(sub(0.5, distance), sharpness));
  const lower = sigmoid(mul(sub(-0.5, distance), sharpness));
  return mul(sum(log(maximum(sub(upper, lower), leastProbability))), -1 / Math.LN2);
}
