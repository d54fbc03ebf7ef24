import { forEachDistanceRow } from './distance-rows.js';
import { assertPoints, dimensionsOf } from '../points.js';
import type { Points } from '../points.js';

/** The k nearest neighbours of each of n points, the nearest first. */
export interface Neighbours {
  readonly k: number;
  /** `[n, k]` */
  readonly indices: Int32Array;
  /** `[n, k]` */
  readonly squaredDistances: Float64Array;
}

/**
 * The k nearest neighbours of each point, exact, by Euclidean distance; a point is no neighbour of itself, and of two
 * that are equally near the lower index comes first.
 *
 * @param points - `[n, d]`
 * @param k - 1 to n − 1
 * @throws RangeError if k is out of bounds or a coordinate is not finite
 * @example
 * nearestNeighbours({ data: new Float64Array([0, 1, 3]), shape: [3, 1] }, 1).indices; // [1, 0, 1]
 */
export function nearestNeighbours(points: Points, k: number): Neighbours {
  assertPoints('nearestNeighbours', points);
  assertNeighbourCount('nearestNeighbours', k, points.shape[0] - 1);
  return search(points, points, k, true);
}

/**
 * The k nearest of the reference points for each query point, exact, by Euclidean distance.
 *
 * @param queries - `[m, d]`
 * @param references - `[n, d]`
 * @param k - 1 to n
 * @throws RangeError if k is out of bounds, a coordinate is not finite, or the points have different dimensions
 * @example
 * const references = { data: new Float64Array([0, 1, 3]), shape: [3, 1] };
 * nearestReferences({ data: new Float64Array([2.5]), shape: [1, 1] }, references, 2).indices; // [2, 1]
 */
export function nearestReferences(queries: Points, references: Points, k: number): Neighbours {
  assertPoints('nearestReferences', queries);
  assertPoints('nearestReferences', references);
  assertNeighbourCount('nearestReferences', k, references.shape[0]);
  if (dimensionsOf(queries) !== dimensionsOf(references))
    throw new RangeError(
      `nearestReferences: queries have ${dimensionsOf(queries)} coordinates and references ${dimensionsOf(references)}; both must have the same`,
    );
  return search(queries, references, k, false);
}

function assertNeighbourCount(caller: string, k: number, most: number): void {
  if (!Number.isInteger(k) || k < 1 || k > most)
    throw new RangeError(`${caller}: k is ${k}; it must be a whole number from 1 to ${most}`);
}

function search(queries: Points, references: Points, k: number, selfLeftOut: boolean): Neighbours {
  const n = queries.shape[0];
  const found = {
    k,
    indices: new Int32Array(n * k).fill(-1),
    squaredDistances: new Float64Array(n * k).fill(Infinity),
  };
  const { squaredDistances } = found;
  forEachDistanceRow(queries, references, (distances, i) => {
    if (selfLeftOut) distances[i] = Infinity;
    for (let j = 0; j < distances.length; j++)
      if (distances[j] < squaredDistances[i * k]) siftDown(found, i * k, k, distances[j], j);
    sortHeap(found, i * k);
  });
  return found;
}

/**
 * Each point's k best so far are a heap, the farthest at its root. References come in rising order, so that of equal
 * distances the higher index counts as the farther.
 */
function siftDown(found: Neighbours, root: number, size: number, distance: number, index: number): void {
  const { indices, squaredDistances } = found;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child + 1 < size && isFarther(found, root + child + 1, root + child)) child++;
    if (child >= size) break;
    const farthest = squaredDistances[root + child];
    if (!(farthest > distance || (farthest === distance && indices[root + child] > index))) break;
    squaredDistances[root + at] = farthest;
    indices[root + at] = indices[root + child];
    at = child;
  }
  squaredDistances[root + at] = distance;
  indices[root + at] = index;
}

function isFarther({ indices, squaredDistances }: Neighbours, a: number, b: number): boolean {
  const difference = squaredDistances[a] - squaredDistances[b];
  return difference > 0 || (!(difference < 0) && indices[a] > indices[b]);
}

/** Heapsort: the farthest goes last, and the rest is a smaller heap. */
function sortHeap(found: Neighbours, root: number): void {
  const { k, indices, squaredDistances } = found;
  for (let last = k - 1; last > 0; last--) {
    const distance = squaredDistances[root + last];
    const index = indices[root + last];
    squaredDistances[root + last] = squaredDistances[root];
    indices[root + last] = indices[root];
    siftDown(found, root, last, distance, index);
  }
}
