import { random } from '@aelab/kernels/random';
import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import { quantiles } from '../statistics/quantile.js';
import { nearestNeighbours, nearestReferences } from '../tsne/nearest-neighbours.js';
import { jointPoints } from './joint-points.js';
import { separationTest } from './separation-test.js';
import type { Mixing } from './separation-test.js';

export interface OverlapOptions {
  /** Neighbours of a point that count, by default 15. */
  readonly neighbours?: number;
  /** Of the null, by default 999. */
  readonly permutations?: number;
  /** Of the permutations, by default 0. */
  readonly seed?: number;
}

export interface PairOverlapOptions extends OverlapOptions {
  /** The class of each pair, from 0, and the names of the classes. */
  readonly classes?: PairClasses;
}

export interface PairClasses {
  readonly labels: ArrayLike<number>;
  readonly names: readonly string[];
}

/** Of one class's pairs; of a class without any, the figures are NaN. */
export interface ClassOverlap extends Mixing {
  readonly label: string;
  readonly n: number;
  readonly pairFidelity: number;
}

export interface PairOverlap extends Mixing {
  /** Pairs. */
  readonly n: number;
  /** Share of originals whose own reconstruction is among their nearest reconstructions, as many as `neighbours`. */
  readonly pairFidelity: number;
  /** Median distance of original and reconstruction, over the root mean square distance of all from their centre. */
  readonly medianDisplacement: number;
  /** In the order of the names; empty without classes. */
  readonly perClass: readonly ClassOverlap[];
  /** The name of the class of least overlap; undefined without classes. */
  readonly worstClass: string | undefined;
}

/**
 * Whether reconstructions can be told from their originals, in a space that both are points of: pixels, the features
 * of a judge, or a joint t-SNE map ({@link tsneOverlap}).
 *
 * Two numbers, because mixing alone cannot tell copies from other images of the same kind: `overlap` says whether both
 * sets lie in the same places, and `pairFidelity` whether each reconstruction lies at its own original. A point's twin
 * is left out of its mixing, or perfect reconstructions would mix too well.
 *
 * The null swaps original and reconstruction within pairs at random and leaves all points where they are. With many
 * pairs even a harmless difference gives a small p: read the overlap first.
 *
 * @param originals - `[n, d]`; an `ImageBatch` will do
 * @param reconstructions - `[n, d]`, in the same order
 * @returns `overlap` and `pairFidelity` from 0 to 1; higher is better
 * @throws RangeError if shapes or ranges differ, labels do not fit, or `neighbours` is not below n
 * @example
 * const points = { data: Float64Array.from({ length: 40 }, (_, i) => Math.sin(i)), shape: [20, 2] };
 * const { overlap, pairFidelity, p } = pairOverlap(points, points);
 * [overlap, pairFidelity, p]; // [1, 1, 1]
 * @see Schilling, "Multivariate two-sample tests based on nearest neighbors", 1986
 */
export function pairOverlap(
  originals: Points,
  reconstructions: Points,
  options: PairOverlapOptions = {},
): PairOverlap {
  const { neighbours: k = 15, permutations = 999, seed = 0 } = options;
  const n = originals.shape[0];
  const { labels, names } = options.classes ?? { labels: new Uint8Array(n), names: [] };
  assertPairs(n, reconstructions.shape[0], k);
  const groups = Math.max(1, names.length);
  assertLabels(n, labels, groups);
  const points = jointPoints('pairOverlap', originals, reconstructions);
  const graph = {
    k,
    neighbours: withoutTwins(nearestNeighbours(points, k + 1).indices, n, k),
    sides: Int32Array.from({ length: 2 * n }, (_, point) => (point < n ? 0 : 1)),
    groupOf: Uint32Array.from({ length: 2 * n }, (_, point) => labels[point % n]),
    groups,
    fullMixing: 0.5,
  };
  const mixings = separationTest(graph, permutations, pairSwapper(n, seed));
  const lookalikes = nearestReferences(originals, reconstructions, k).indices;
  const isFaithful = (pair: number) => lookalikes.subarray(pair * k, (pair + 1) * k).includes(pair);
  const pairs = Array.from({ length: n }, (_, pair) => pair);
  const perClass = names.map((label, c) => {
    const own = pairs.filter((pair) => labels[pair] === c);
    return { label, n: own.length, ...mixings[c], pairFidelity: own.filter(isFaithful).length / own.length };
  });
  return {
    n,
    ...mixings[groups],
    pairFidelity: pairs.filter(isFaithful).length / n,
    medianDisplacement: medianDisplacement(points, n),
    perClass,
    worstClass: worstOf(perClass),
  };
}

export function worstOf(perClass: readonly ClassOverlap[]): string | undefined {
  const present = perClass.filter(({ n }) => n > 0);
  return present.length > 0
    ? present.reduce((worst, c) => (c.overlap < worst.overlap ? c : worst)).label
    : undefined;
}

/** The k nearest of each point's k + 1 that are not its twin. */
function withoutTwins(nearest: Int32Array, n: number, k: number): Int32Array {
  const kept = new Int32Array(2 * n * k);
  for (let point = 0; point < 2 * n; point++) {
    const twin = (point + n) % (2 * n);
    const others = nearest.subarray(point * (k + 1), (point + 1) * (k + 1)).filter((other) => other !== twin);
    kept.set(others.subarray(0, k), point * k);
  }
  return kept;
}

function pairSwapper(n: number, seed: number): (sides: Int32Array) => void {
  const { uint32 } = random(seed, 'overlap', 'swap');
  return (sides) => {
    for (let pair = 0; pair < n; pair++) {
      sides[pair] = uint32() >>> 31;
      sides[n + pair] = 1 - sides[pair];
    }
  };
}

function medianDisplacement(points: Points, n: number): number {
  const { data } = points;
  const d = dimensionsOf(points);
  const centre = new Float64Array(d);
  for (let e = 0; e < data.length; e++) centre[e % d] += data[e] / (2 * n);
  let squares = 0;
  const displacements = new Float64Array(n);
  for (let e = 0; e < data.length; e++) squares += (data[e] - centre[e % d]) ** 2;
  for (let e = 0; e < n * d; e++) displacements[Math.floor(e / d)] += (data[e] - data[n * d + e]) ** 2;
  const [median] = quantiles(displacements.map(Math.sqrt), [0.5]);
  return median / Math.sqrt(squares / (2 * n));
}

function assertPairs(originals: number, reconstructions: number, k: number): void {
  if (originals !== reconstructions)
    throw new RangeError(
      `pairOverlap: there are ${originals} originals and ${reconstructions} reconstructions; each original needs its own (for sets without pairs use setOverlap)`,
    );
  if (!Number.isInteger(k) || k < 1 || k >= originals)
    throw new RangeError(
      `pairOverlap: neighbours is ${k}; it must be a whole number from 1 to below the ${originals} pairs`,
    );
}

function assertLabels(n: number, labels: ArrayLike<number>, classes: number): void {
  if (labels.length !== n)
    throw new RangeError(
      `pairOverlap: there are ${labels.length} labels and ${n} pairs; there must be one each`,
    );
  const bad = Array.from(labels).find((label) => !(Number.isInteger(label) && label >= 0 && label < classes));
  if (bad !== undefined)
    throw new RangeError(
      `pairOverlap: a label is ${bad}; it must be a whole number from 0 to ${classes - 1}`,
    );
}
