/** Makes the images of some latents: n · latentSize values in, n · imageSize out. */
export type Decode = (latents: Float32Array) => Float32Array | Promise<Float32Array>;

/**
 * How much distortion an error of each latent makes: the mean squared change of a pixel for a change of the latent by
 * `epsilon`, over `epsilon²`.
 *
 * At equal slope of distortion and rate the steps are as `1 / √sensitivity`: give {@link uniformQuantiser} those, all scaled
 * by one number from {@link stepForDistortion} or {@link stepForSize}.
 *
 * @param latents - n · latentSize values; a few hundred training images are enough
 * @param epsilon - about the size of the errors that quantisation will make
 * @returns latentSize values, 0 or more: MSE per squared unit of the latent
 * @example
 * const decode = (z: Float32Array) => Float32Array.from(z, (value, i) => (i % 2 ? 3 : 1) * value);
 * await latentSensitivities(Float32Array.of(1, 2, 3, 4), 2, decode, 0.5); // [0.5, 4.5]
 */
export async function latentSensitivities(
  latents: Float32Array,
  latentSize: number,
  decode: Decode,
  epsilon: number,
): Promise<Float64Array> {
  const images = await decode(latents);
  const sensitivities = new Float64Array(latentSize);
  for (let d = 0; d < latentSize; d++) {
    const moved = latents.slice();
    for (let i = d; i < moved.length; i += latentSize) moved[i] += epsilon;
    sensitivities[d] = meanSquare(await decode(moved), images) / epsilon ** 2;
  }
  return sensitivities;
}

/** The mean squared difference of two arrays of one length. */
export function meanSquare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}
