import { bitsOfLevel } from '../entropy/code-length.js';
import type { FrequencyTable } from '../entropy/frequency-table.js';
import { quantise } from './quantiser.js';
import type { IntegerQuantiser } from './quantiser.js';

/**
 * Levels that minimise `bits + λ · distortion` latent by latent, where plain rounding minimises distortion alone: of the
 * two levels around a latent, and the likeliest one, the cheapest.
 *
 * The distortion is approximated by `sensitivity · error²`, so that no decoder is needed; {@link refineLevels} asks one.
 *
 * @param latents - n · latentSize values, image by image
 * @param sensitivities - MSE per squared unit of a latent, as many as divide the latent size ({@link latentSensitivities})
 * @param lambda - bits that one unit of MSE is worth; a model trained on `MSE + β · bytes` has `8 / β`
 * @returns as many levels
 * @example
 * const quantiser = uniformQuantiser(1);
 * const tables = fitTables(Int32Array.of(0, 0, 0, 0, 0, 0, 0, 1), 1);
 * chooseLevels(Float32Array.of(0.6, 0.9), quantiser, tables, [1], 20); // [0, 1]
 * @see Sullivan and Wiegand, "Rate-distortion optimization for video compression", 1998
 */
export function chooseLevels(
  latents: Float32Array,
  quantiser: IntegerQuantiser,
  tables: readonly FrequencyTable[],
  sensitivities: ArrayLike<number>,
  lambda: number,
): Int32Array {
  const { steps, offsets } = quantiser;
  const nearest = quantise(latents, quantiser);
  const likeliest = tables.map(likeliestLevel);
  return nearest.map((level, i) => {
    const step = steps[i % steps.length];
    const exact = (latents[i] - offsets[i % offsets.length]) / step;
    const table = tables[i % tables.length];
    const worth = lambda * sensitivities[i % sensitivities.length] * step ** 2;
    const cost = (candidate: number) => bitsOfLevel(table, candidate) + worth * (candidate - exact) ** 2;
    return cheapest([level, level + Math.sign(exact - level), likeliest[i % tables.length]], cost);
  });
}

function likeliestLevel({ frequencies, lowest, lowBits }: FrequencyTable): number {
  const inTable = frequencies.subarray(0, -1);
  return lowest + Math.max(0, inTable.indexOf(Math.max(...inTable))) * 2 ** lowBits;
}

function cheapest(candidates: readonly number[], cost: (candidate: number) => number): number {
  let best = candidates[0];
  let least = cost(best);
  for (const candidate of candidates.slice(1)) {
    const bits = cost(candidate);
    if (bits < least) [best, least] = [candidate, bits];
  }
  return best;
}
