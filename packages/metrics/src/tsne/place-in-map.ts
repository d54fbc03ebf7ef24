import { studentPull, studentPush } from '@aelab/kernels';
import type { SparseRows } from '@aelab/kernels';
import { assertPoints, dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import { conditionalAffinities } from './affinities.js';
import { atRest, move, pacer } from './gradient-descent.js';
import { nearestReferences } from './nearest-neighbours.js';
import type { Neighbours } from './nearest-neighbours.js';
import { emptyRepulsion, repulsionOnNew } from './repulsion.js';
import { buildSpaceTree } from './space-tree.js';

/** Names and defaults are those of `transform` in openTSNE 1.0. */
export interface PlaceOptions {
  /** By default 5: few enough that a new point goes to the points that it is most like. */
  readonly perplexity?: number;
  /** By default 250. */
  readonly iterations?: number;
  readonly signal?: AbortSignal;
}

/**
 * Places new points in a finished t-SNE map, which stays as it is: each for itself, drawn to its nearest neighbours
 * among the mapped points and pushed away by all of them. So the map of the originals can be kept, and the
 * reconstructions of one model after another be looked up in it.
 *
 * New points do not see each other: a crowd of them that is like none of the points gets no place of its own, but lies
 * on top of others. To see whether two sets differ, map them together.
 *
 * @param newPoints - `[m, d]`, prepared as the points were
 * @param points - `[n, d]`, those that were mapped
 * @param map - their map, `[n, 2]` or `[n, 3]`
 * @returns a promise of the places, `[m, dimensions]`
 * @throws RangeError if counts or dimensions do not agree, or an option is out of bounds
 * @see Poličar, Stražar and Zupan, "Embedding to reference t-SNE space addresses batch effects", 2021
 */
export async function placeInMap(
  newPoints: Points,
  points: Points,
  map: Points,
  options: PlaceOptions = {},
): Promise<Points & { readonly data: Float64Array }> {
  const { perplexity = 5, iterations = 250, signal } = options;
  assertMap(points, map);
  const dimensions = dimensionsOf(map);
  const neighbours = nearestReferences(newPoints, points, Math.min(points.shape[0], 25));
  const data = medianPlaces(neighbours, map, dimensions);
  const affinities = rowAffinities(neighbours, perplexity, points.shape[0]);
  const fillGradient = placeGradient(affinities, map, dimensions);
  const motion = atRest(data.length);
  const giveWay = pacer(signal);
  for (let i = 0; i < iterations; i++) {
    await giveWay();
    fillGradient(data, motion.gradient);
    move(data, motion, { momentum: 0.8, learningRate: 0.1 });
  }
  return { data, shape: [newPoints.shape[0], dimensions] };
}

function assertMap(points: Points, map: Points): void {
  assertPoints('placeInMap', map);
  const dimensions = dimensionsOf(map);
  if (map.shape[0] !== points.shape[0] || (dimensions !== 2 && dimensions !== 3))
    throw new RangeError(
      `placeInMap: map has shape [${map.shape.join(',')}] and there are ${points.shape[0]} points; it must be [${points.shape[0]},2] or [${points.shape[0]},3]`,
    );
}

/** On each axis the median of the neighbours' places. */
function medianPlaces({ k, indices }: Neighbours, map: Points, dimensions: number): Float64Array {
  return Float64Array.from({ length: (indices.length / k) * dimensions }, (_, e) => {
    const i = Math.floor(e / dimensions);
    const axis = e % dimensions;
    const sorted = Float64Array.from(
      indices.subarray(i * k, (i + 1) * k),
      (j) => map.data[j * dimensions + axis],
    ).sort();
    return (sorted[(k - 1) >> 1] + sorted[k >> 1]) / 2;
  });
}

/**
 * Of each new point to its `3 · perplexity` nearest points, each row adding up to 1. Columns count the new points first
 * and then the mapped ones, whose own rows are empty.
 */
function rowAffinities(neighbours: Neighbours, perplexity: number, mapped: number): SparseRows {
  const k = Math.min(neighbours.k, Math.floor(3 * perplexity));
  const isNear = (_: number, e: number) => e % neighbours.k < k;
  const indices = neighbours.indices.filter(isNear);
  const near = { k, indices, squaredDistances: neighbours.squaredDistances.filter(isNear) };
  const m = indices.length / k;
  return {
    starts: Int32Array.from({ length: m + mapped + 1 }, (_, i) => Math.min(i, m) * k),
    columns: indices.map((index) => m + index),
    values: conditionalAffinities(near, perplexity),
  };
}

/** `1.5 · Σ p·q·(y − y') − Σ w·q·(y − y') / Σ w`, cut to a length of 0.25; both numbers are openTSNE's. */
function placeGradient(affinities: SparseRows, map: Points, dimensions: number) {
  const n = map.shape[0];
  const all = new Float64Array((affinities.starts.length - 1) * dimensions);
  all.set(map.data, all.length - map.data.length);
  const pulls = new Float64Array(all.length);
  const pull = studentPull(affinities, dimensions);
  const sums = studentPush(n, dimensions);
  const { tree } = emptyRepulsion(n, dimensions);
  buildSpaceTree(tree, Float64Array.from(map.data));
  return (places: Float64Array, gradient: Float64Array): void => {
    all.set(places);
    pull(all, pulls);
    const pushes = repulsionOnNew(tree, sums, places, 0.5);
    for (let e = 0; e < gradient.length; e++) gradient[e] = 1.5 * pulls[e] - pushes[e];
    for (let start = 0; start < gradient.length; start += dimensions)
      shorten(gradient.subarray(start, start + dimensions), 0.25);
  };
}

function shorten(vector: Float64Array, longest: number): void {
  const length = Math.hypot(...vector);
  if (length > longest) for (let axis = 0; axis < vector.length; axis++) vector[axis] *= longest / length;
}
