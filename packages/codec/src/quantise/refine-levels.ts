import { bitsOfLevel } from '../entropy/code-length.js';
import type { FrequencyTable } from '../entropy/frequency-table.js';

/** How {@link refineLevels} weighs and tries. */
export interface Refinement {
  readonly latentSize: number;
  readonly tables: readonly FrequencyTable[];
  /** Bits that one unit of distortion is worth; a model trained on `MSE + β · bytes` has `8 / β`. */
  readonly lambda: number;
  /** The distortion of each image as decoded from its levels, against its original. */
  readonly distortion: (levels: Int32Array) => ArrayLike<number> | Promise<ArrayLike<number>>;
  /** Times that every latent is tried one level up and one down; each takes 2 · latentSize decodings of all images. */
  readonly sweeps: number;
}

/**
 * Levels that minimise `bits + λ · distortion` with the decoder in the loop: each latent in turn is moved one level up or
 * down wherever that pays.
 *
 * An encoder network guesses the latents of an image that it has not seen; this corrects the guess by what the decoder
 * makes of it, at no cost to whoever decodes.
 *
 * @param levels - n · latentSize levels to start from, image by image
 * @returns as many levels; of no image greater `bits + λ · distortion` than at the start
 * @example
 * const tables = fitTables(Int32Array.of(0, 1, 2, 1), 1);
 * const distortion = (levels: Int32Array) => levels.map((level) => (level - 2) ** 2);
 * await refineLevels(Int32Array.of(0, 1), { latentSize: 1, tables, lambda: 10, distortion, sweeps: 2 }); // [2, 2]
 */
export async function refineLevels(levels: Int32Array, refinement: Refinement): Promise<Int32Array> {
  const best = levels.slice();
  const distortions = Float64Array.from(await refinement.distortion(best));
  for (let sweep = 0; sweep < refinement.sweeps; sweep++)
    for (let d = 0; d < refinement.latentSize; d++)
      for (const move of [-1, 1]) await tryMove(best, distortions, d, move, refinement);
  return best;
}

/** Moves latent `d` of every image by `move`, and keeps that where it pays. */
async function tryMove(
  best: Int32Array,
  distortions: Float64Array,
  d: number,
  move: number,
  { latentSize, tables, lambda, distortion }: Refinement,
): Promise<void> {
  const moved = best.slice();
  for (let at = d; at < moved.length; at += latentSize) moved[at] += move;
  const movedDistortions = await distortion(moved);
  const table = tables[d % tables.length];
  for (let i = 0; i < distortions.length; i++) {
    const at = i * latentSize + d;
    const bits = bitsOfLevel(table, moved[at]) - bitsOfLevel(table, best[at]);
    if (bits + lambda * (movedDistortions[i] - distortions[i]) >= 0) continue;
    best[at] = moved[at];
    distortions[i] = movedDistortions[i];
  }
}
