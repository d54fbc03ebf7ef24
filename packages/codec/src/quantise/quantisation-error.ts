import { meanSquare } from './sensitivities.js';

/** Where the error of a decoded image comes from; all mean squared errors, `total = model + quantisation + interaction`. */
export interface QuantisationError {
  /** Original against the reconstruction from exact latents: the model's own. */
  readonly model: number;
  /** Reconstruction from exact against that from quantised latents: the quantiser's own. */
  readonly quantisation: number;
  /** What the two make of each other; near 0 if they are independent, negative where one corrects the other. */
  readonly interaction: number;
  /** Original against the reconstruction from quantised latents: what a user sees. */
  readonly total: number;
}

/**
 * The error that quantisation introduces, apart from the model's own.
 *
 * @param original - pixels
 * @param reconstruction - as many, decoded from exact latents
 * @param quantised - as many, decoded from quantised latents
 * @throws RangeError if they differ in number
 * @example
 * quantisationError([1, 0], [0.5, 0], [0.5, 0.25]).quantisation; // 0.03125
 */
export function quantisationError(
  original: ArrayLike<number>,
  reconstruction: ArrayLike<number>,
  quantised: ArrayLike<number>,
): QuantisationError {
  if (original.length !== reconstruction.length || original.length !== quantised.length)
    throw new RangeError(
      `quantisationError: ${original.length} original, ${reconstruction.length} reconstructed and ${quantised.length} quantised pixels; all must be as many`,
    );
  const model = meanSquare(original, reconstruction);
  const quantisation = meanSquare(reconstruction, quantised);
  const total = meanSquare(original, quantised);
  return { model, quantisation, interaction: total - model - quantisation, total };
}
