import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import { jointAffinities } from './affinities.js';
import { sparseKlDivergence } from './sparse-kl-divergence.js';
import { forEachDistanceRow } from './distance-rows.js';

/**
 * KL(P ‖ Q) of a t-SNE map, whoever made it, in nats: with the affinities that {@link tsne} uses and the sum over all
 * pairs of the map, so that maps by different programs can be compared. The divergences that the programs print
 * themselves cannot: they differ in P, and in how Q's sum is approximated.
 *
 * @param points - `[n, d]`
 * @param map - `[n, 2]` or `[n, 3]`, in the same order
 * @param perplexity - by default 30
 * @returns lower is better, between maps of the same points at the same perplexity with as many dimensions
 * @throws RangeError if the counts of points differ or the map has neither 2 nor 3 dimensions
 * @example
 * const square = { data: new Float64Array([0, 0, 0, 1, 1, 0, 1, 1]), shape: [4, 2] };
 * klDivergence(square, square, 2); // 0.287681
 */
export function klDivergence(points: Points, map: Points, perplexity = 30): number {
  const dimensions = dimensionsOf(map);
  if (map.shape[0] !== points.shape[0] || (dimensions !== 2 && dimensions !== 3))
    throw new RangeError(
      `klDivergence: map has shape [${map.shape.join(',')}] and there are ${points.shape[0]} points; it must be [${points.shape[0]},2] or [${points.shape[0]},3]`,
    );
  const affinities = jointAffinities(points, perplexity);
  return sparseKlDivergence(affinities, Float64Array.from(map.data), dimensions, studentSum(map, dimensions));
}

/** Σ w over all ordered pairs of the map. */
function studentSum(map: Points, dimensions: number): number {
  const nu = dimensions - 1;
  let sum = -map.shape[0];
  forEachDistanceRow(map, map, (distances) => {
    for (const squared of distances) sum += (1 + squared / nu) ** (-(nu + 1) / 2);
  });
  return sum;
}
