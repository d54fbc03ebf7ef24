import { dimensionsOf, type Points } from './points.js';

/**
 * Squared Euclidean distances from a point to its k nearest references, the nearest first, in Float64. Looks at all of
 * them, but leaves each as soon as its sum exceeds the farthest of the k: for a few queries, or few dimensions.
 *
 * @param self - number of the reference that is the point itself and does not count
 */
export function nearestSquaredDistances(
  point: ArrayLike<number>,
  references: Points,
  k: number,
  self?: number,
): Float64Array {
  const d = dimensionsOf(references);
  const { data } = references;
  const nearest = new Float64Array(k).fill(Infinity);
  for (let r = 0; r < references.shape[0]; r++) {
    if (r === self) continue;
    let sum = 0;
    for (let j = 0; j < d && sum < nearest[k - 1]; j++) sum += (point[j] - data[r * d + j]) ** 2;
    let place = k - 1;
    if (!(sum < nearest[place])) continue;
    for (; place > 0 && nearest[place - 1] > sum; place--) nearest[place] = nearest[place - 1];
    nearest[place] = sum;
  }
  return nearest;
}
