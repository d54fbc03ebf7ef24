import { random } from '@aelab/kernels/random';
import type { Autoencoder, Latents } from './autoencoder.js';
import { latentShapeOf } from './autoencoder.js';
import { sizeOf } from './layer-stack.js';

/** A normal distribution of latents: `mean + factor · z`, z standard normal. */
export interface LatentGaussian {
  readonly mean: Float64Array;
  /** Lower triangle of the covariance's Cholesky factor, row by row: `d · d` values. */
  readonly factor: Float64Array;
}

/**
 * The normal distribution with the latents' mean and covariance, from which new latents can be drawn: what an autoencoder
 * that learned no prior can be sampled with.
 *
 * Latents of digits are not normally distributed, so samples between the classes are to be expected.
 *
 * @param latents - of the training images; more images than latents
 * @throws RangeError if there are not at least two images
 */
export function fitLatentGaussian({ data, shape: [n, ...latentShape] }: Latents): LatentGaussian {
  if (n < 2) throw new RangeError(`fitLatentGaussian: there are ${n} latents; at least 2 images are needed`);
  const size = sizeOf(latentShape);
  const mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) mean[i % size] += data[i] / n;
  const covariance = new Float64Array(size * size);
  for (let image = 0; image < n; image++)
    for (let row = 0; row < size; row++) {
      const weight = (data[image * size + row] - mean[row]) / (n - 1);
      for (let column = 0; column <= row; column++)
        covariance[row * size + column] += weight * (data[image * size + column] - mean[column]);
    }
  return { mean, factor: cholesky(covariance, size) };
}

/**
 * Draws latents: from the prior N(0, 1) of a variational autoencoder, or from a normal distribution fitted to latents.
 *
 * @param gaussian - the prior where absent
 * @returns latents `[n, …latentShape]`
 */
export function sampleLatents(
  half: Pick<Autoencoder, 'encoder'>,
  n: number,
  seed: number,
  gaussian?: LatentGaussian,
): Latents {
  const latentShape = latentShapeOf(half);
  const size = sizeOf(latentShape);
  const data = new Float32Array(n * size);
  for (let image = 0; image < n; image++) {
    const { normal } = random(seed, 'sample', image);
    const z = Float64Array.from({ length: size }, normal);
    data.set(gaussian ? shaped(z, gaussian) : z, image * size);
  }
  return { data, shape: [n, ...latentShape] };
}

/**
 * Latents near others, for augmentation: each value moved by `amount` of its own deviation over the images, times a
 * normal number.
 */
export function jitterLatents({ data, shape }: Latents, amount: number, seed: number): Latents {
  const size = sizeOf(shape.slice(1));
  const { factor } = fitLatentGaussian({ data, shape });
  const deviations = Array.from({ length: size }, (_, row) =>
    Math.hypot(...factor.subarray(row * size, row * size + row + 1)),
  );
  const { normal } = random(seed, 'jitter');
  return { data: data.map((value, i) => value + amount * deviations[i % size] * normal()), shape };
}

function shaped(z: Float64Array, { mean, factor }: LatentGaussian): Float64Array {
  const size = mean.length;
  return mean.map((value, row) => {
    let sum = value;
    for (let column = 0; column <= row; column++) sum += factor[row * size + column] * z[column];
    return sum;
  });
}

/** `L` with `L Lᵀ` the matrix; a direction without variance, such as a dead latent's, gets a row of zeros. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column];
      for (let k = 0; k < column; k++) rest -= factor[row * size + k] * factor[column * size + k];
      const pivot = factor[column * size + column];
      factor[row * size + column] =
        row === column ? Math.sqrt(Math.max(0, rest)) : pivot > 0 ? rest / pivot : 0;
    }
  return factor;
}
