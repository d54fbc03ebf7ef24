import { random, shuffle } from '@aelab/kernels/random';
import type { Points } from '../points.js';
import { nearestNeighbours } from '../tsne/nearest-neighbours.js';
import { jointPoints } from './joint-points.js';
import type { OverlapOptions } from './pair-overlap.js';
import { separationTest } from './separation-test.js';
import type { Mixing } from './separation-test.js';

/**
 * Whether two sets without pairs lie in the same places, such as images and samples of a model: the mixing of
 * {@link pairOverlap}, tested against the same points dealt into two sets of these sizes at random.
 *
 * @param a - `[n, d]`
 * @param b - `[m, d]`
 * @returns p is uniform for independent samples of one distribution
 * @throws RangeError if coordinates or ranges differ, or there are not more points than `neighbours`
 * @example
 * const here = { data: new Float64Array([0, 1, 2]), shape: [3, 1] };
 * const there = { data: new Float64Array([10, 11, 12]), shape: [3, 1] };
 * setOverlap(here, there, { neighbours: 2 }).overlap; // 0
 */
export function setOverlap(a: Points, b: Points, options: OverlapOptions = {}): Mixing {
  const { neighbours: k = 15, permutations = 999, seed = 0 } = options;
  const points = jointPoints('setOverlap', a, b);
  const size = points.shape[0];
  const graph = {
    k,
    neighbours: nearestNeighbours(points, k).indices,
    sides: Int32Array.from({ length: size }, (_, point) => (point < a.shape[0] ? 0 : 1)),
    groupOf: new Int32Array(size),
    groups: 1,
    fullMixing: (2 * a.shape[0] * b.shape[0]) / (size * (size - 1)),
  };
  const generator = random(seed, 'overlap', 'deal');
  const [mixing] = separationTest(graph, permutations, (sides) => void shuffle(sides, generator));
  return mixing;
}
