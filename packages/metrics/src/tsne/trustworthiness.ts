import { assertPoints } from '../points.js';
import type { Points } from '../points.js';
import { forEachDistanceRow } from './distance-rows.js';
import type { Distances } from './distance-rows.js';
import { nearestNeighbours } from './nearest-neighbours.js';

/**
 * Trustworthiness of a map: whether neighbours in it were neighbours among the points. A map neighbour that is the
 * r-th nearest among the points costs `max(0, r − k)`; summed over all, scaled and taken from 1.
 *
 * It does not see torn neighbourhoods: see {@link continuity}.
 *
 * @param points - `[n, d]`
 * @param map - `[n, dimensions]`, in the same order
 * @param k - neighbours, by default 5; below n / 2
 * @returns 0 to 1; higher is better, and some 0.5 for a random map
 * @throws RangeError if k is not a whole number from 1 to below n / 2, or the counts of points differ
 * @example
 * const line = (...data: number[]) => ({ data: Float64Array.from(data), shape: [5, 1] });
 * trustworthiness(line(0, 1, 2, 3, 4), line(0, 2, 4, 1, 3), 1); // 0.2
 * @see Venna and Kaski, "Neighborhood preservation in nonlinear projection methods", 2001; scikit-learn 1.9
 */
export function trustworthiness(points: Points, map: Points, k = 5): number {
  return intruderScore('trustworthiness', points, map, k);
}

/**
 * Continuity of a map: whether neighbours among the points are still neighbours in the map; {@link trustworthiness}
 * with the two swapped.
 *
 * @param points - `[n, d]`
 * @param map - `[n, dimensions]`, in the same order
 * @param k - neighbours, by default 5; below n / 2
 * @returns 0 to 1; higher is better
 * @throws RangeError as {@link trustworthiness}
 * @example
 * const line = (...data: number[]) => ({ data: Float64Array.from(data), shape: [5, 1] });
 * continuity(line(0, 1, 2, 3, 4), line(0, 1, 2, 3, 4), 2); // 1
 */
export function continuity(points: Points, map: Points, k = 5): number {
  return intruderScore('continuity', map, points, k);
}

/** 1 − how much farther in `truth` than the k-th the k nearest in `claimed` lie, in ranks. */
function intruderScore(caller: string, truth: Points, claimed: Points, k: number): number {
  const n = truth.shape[0];
  if (claimed.shape[0] !== n)
    throw new RangeError(
      `${caller}: there are ${n} and ${claimed.shape[0]} points; both must hold the same points`,
    );
  if (!Number.isInteger(k) || k < 1 || k >= n / 2)
    throw new RangeError(
      `${caller}: k is ${k}; it must be a whole number from 1 to below ${n / 2}, half of the points`,
    );
  assertPoints(caller, truth);
  const { indices } = nearestNeighbours(claimed, k);
  let excess = 0;
  forEachDistanceRow(truth, truth, (distances, i) => {
    for (let e = i * k; e < (i + 1) * k; e++) excess += Math.max(0, rank(distances, i, indices[e]) - k);
  });
  return 1 - (2 * excess) / (n * k * (2 * n - 3 * k - 1));
}

/** The place of point j when the others are sorted by distance from point i, from 1; the lower index first of equals. */
function rank(distances: Distances, i: number, j: number): number {
  const own = distances[j];
  let nearer = 0;
  for (let other = 0; other < j; other++) if (distances[other] <= own) nearer++;
  for (let other = j + 1; other < distances.length; other++) if (distances[other] < own) nearer++;
  const selfCounted = i < j || own > 0;
  return selfCounted ? nearer : nearer + 1;
}
