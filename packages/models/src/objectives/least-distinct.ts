import type { Latents } from '../autoencoder.js';

/** Two units whose activations stay within this angle do one unit's work. */
const alike = Math.cos((15 * Math.PI) / 180);

/**
 * The units to prune, one after another: of the pair whose activations over the images are most alike (an angle under
 * 15°, or over 165°) the less important one; where no two are alike, the least important of all. The importance of a
 * unit is what its variation adds to the decoder's next layer: variance × squared length of its weights there.
 *
 * Unlike in the paper, a pruned unit's weights are not added to its like: the training that follows does that.
 *
 * @param latents - `[n, units]` of some images
 * @param decoderKernel - `[units, …]`, of the decoder's first layer
 * @param kept - units that are still there
 * @see Gedeon and Harris, "Progressive image compression", 1992
 */
export function leastDistinct(
  latents: Latents,
  decoderKernel: Float32Array,
  kept: readonly number[],
  count: number,
): Set<number> {
  const [, units] = latents.shape;
  const activations = kept.map((unit) => centredColumn(latents, unit));
  const gram = activations.map((a) => activations.map((b) => dot(a, b)));
  const fanOut = decoderKernel.length / units;
  const importance = kept.map((unit, i) => {
    const weights = decoderKernel.subarray(unit * fanOut, (unit + 1) * fanOut);
    return gram[i][i] * dot(weights, weights);
  });
  const left = new Set(kept.keys());
  const pruned = new Set<number>();
  while (pruned.size < count) {
    const next = lessImportant(mostAlikePair(gram, left) ?? [...left], importance);
    left.delete(next);
    pruned.add(kept[next]);
  }
  return pruned;
}

function mostAlikePair(
  gram: readonly (readonly number[])[],
  left: ReadonlySet<number>,
): readonly number[] | undefined {
  let best = alike;
  let pair: readonly number[] | undefined;
  for (const i of left)
    for (const j of left) {
      const cosine = Math.abs(gram[i][j]) / Math.sqrt(gram[i][i] * gram[j][j]);
      if (j > i && cosine > best) [best, pair] = [cosine, [i, j]];
    }
  return pair;
}

function lessImportant(candidates: readonly number[], importance: readonly number[]): number {
  return candidates.reduce((least, i) => (importance[i] < importance[least] ? i : least));
}

function centredColumn({ data, shape: [n, units] }: Latents, unit: number): Float64Array {
  const column = Float64Array.from({ length: n }, (_, i) => data[i * units + unit]);
  const mean = column.reduce((sum, value) => sum + value, 0) / n;
  return column.map((value) => value - mean);
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
