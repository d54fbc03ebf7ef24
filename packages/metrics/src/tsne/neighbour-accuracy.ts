import type { Points } from '../points.js';
import { nearestNeighbours } from './nearest-neighbours.js';

/**
 * Share of points whose class is the commonest among their k nearest neighbours, themselves left out: how well a map,
 * or any feature space, keeps classes apart. Of classes that are equally common the lowest counts.
 *
 * @param points - `[n, d]`
 * @param labels - n class numbers
 * @param k - neighbours, by default 10
 * @returns 0 to 1; higher is better, and the share of the commonest class is chance
 * @throws RangeError if there are not n labels, or k is not 1 to n − 1
 * @example
 * const points = { data: new Float64Array([0, 1, 5, 6]), shape: [4, 1] };
 * neighbourAccuracy(points, [0, 0, 1, 1], 1); // 1
 */
export function neighbourAccuracy(points: Points, labels: ArrayLike<number>, k = 10): number {
  const n = points.shape[0];
  if (labels.length !== n)
    throw new RangeError(
      `neighbourAccuracy: there are ${labels.length} labels and ${n} points; there must be one each`,
    );
  const { indices } = nearestNeighbours(points, k);
  let right = 0;
  for (let i = 0; i < n; i++) {
    const votes = Array.from(indices.subarray(i * k, (i + 1) * k), (j) => labels[j]);
    if (commonest(votes) === labels[i]) right++;
  }
  return right / n;
}

function commonest(values: number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, next) =>
    next[1] > best[1] || (next[1] === best[1] && next[0] < best[0]) ? next : best,
  )[0];
}
