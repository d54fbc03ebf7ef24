import { studentPush } from '@aelab/kernels';
import type { Axes, StudentPush } from '@aelab/kernels';
import { buildSpaceTree, emptySpaceTree } from './space-tree.js';
import type { SpaceTree } from './space-tree.js';

/** Points and masses of Barnes and Hut's sums, in arrays that are used again for every embedding. */
export interface Repulsion {
  readonly tree: SpaceTree;
  readonly sums: StudentPush;
}

export function emptyRepulsion(n: number, dimensions: number): Repulsion {
  const sums = studentPush(n, dimensions);
  return { tree: emptySpaceTree(n, dimensions, sums.points), sums };
}

/** Points of a cell that walk the tree together: larger groups save walks and cost sums. */
const groupSize = 64;

/**
 * Barnes–Hut sums over all other points of an embedding, `[n, dimensions]`, for every point: `Σ w·q·(y − y')` into
 * `forces`, and, as the result, Z = ΣΣ w. There `q = 1 / (1 + ‖y − y'‖² / ν)` and `w = q^((ν + 1) / 2)` with
 * ν = dimensions − 1.
 *
 * A node stands for its points if its side is at most `angle` times its distance from the box around the group that
 * walks, so that each point's sum is at least as exact as on a walk of its own.
 */
export function repulsion(
  { tree, sums }: Repulsion,
  embedding: Float64Array,
  angle: number,
  forces: Float64Array,
): number {
  buildSpaceTree(tree, embedding);
  const { dimensions, order, first, mass, skip } = tree;
  let z = -order.length;
  for (let node = 0; node < tree.nodes;) {
    const isGroup = mass[node] <= groupSize || skip[node] === node + 1;
    if (isGroup) z += sums.push(first[node], mass[node], collect(tree, boxAround(tree, node), angle, sums));
    node = isGroup ? skip[node] : node + 1;
  }
  for (let axis = 0; axis < dimensions; axis++) {
    const pushes = sums.pushes[axis];
    for (let t = 0; t < order.length; t++) forces[order[t] * dimensions + axis] = pushes[t];
  }
  return z;
}

/**
 * The same on points that are not in the tree, each for itself: `Σ w·q·(y − y') / Σ w` over the points of the tree.
 *
 * @param sums - with room for as many masses as the tree has points
 */
export function repulsionOnNew(
  tree: SpaceTree,
  sums: StudentPush,
  newPoints: Float64Array,
  angle: number,
): Float64Array {
  const { dimensions } = tree;
  const forces = new Float64Array(newPoints.length);
  for (let start = 0; start < newPoints.length; start += dimensions) {
    for (let axis = 0; axis < dimensions; axis++) sums.points[axis][0] = newPoints[start + axis];
    const [[x], [y], [z]] = sums.points;
    const box = { lowX: x, highX: x, lowY: y, highY: y, lowZ: z, highZ: z };
    const sum = sums.push(0, 1, collect(tree, box, angle, sums));
    for (let axis = 0; axis < dimensions; axis++) forces[start + axis] = sums.pushes[axis][0] / sum;
  }
  return forces;
}

/**
 * Makes the masses that act on a box: nodes that are far enough from it, and the points of leaves that are not.
 *
 * @returns how many they are
 */
function collect(tree: SpaceTree, box: Box, angle: number, { places, mass }: StudentPush): number {
  const { nodes, squaredSide, skip, first } = tree;
  const [x, y, z] = tree.centres;
  const [toX, toY, toZ] = places;
  const squaredAngle = angle * angle;
  let length = 0;
  for (let node = 0; node < nodes;) {
    const dx = Math.max(box.lowX - x[node], 0, x[node] - box.highX);
    const dy = Math.max(box.lowY - y[node], 0, y[node] - box.highY);
    const dz = Math.max(box.lowZ - z[node], 0, z[node] - box.highZ);
    if (squaredSide[node] <= squaredAngle * (dx * dx + dy * dy + dz * dz)) {
      toX[length] = x[node];
      toY[length] = y[node];
      toZ[length] = z[node];
      mass[length++] = tree.mass[node];
      node = skip[node];
      continue;
    }
    if (skip[node] === node + 1)
      length = appendPoints(tree, first[node], tree.mass[node], places, mass, length);
    node++;
  }
  return length;
}

function appendPoints(
  tree: SpaceTree,
  first: number,
  count: number,
  [toX, toY, toZ]: Axes,
  mass: Float32Array,
  length: number,
): number {
  const [x, y, z] = tree.places;
  for (let t = first; t < first + count; t++, length++) {
    toX[length] = x[t];
    toY[length] = y[t];
    toZ[length] = z[t];
    mass[length] = 1;
  }
  return length;
}

interface Box {
  readonly lowX: number;
  readonly highX: number;
  readonly lowY: number;
  readonly highY: number;
  readonly lowZ: number;
  readonly highZ: number;
}

function boxAround({ places: [x, y, z], first, mass }: SpaceTree, node: number): Box {
  const [start, end] = [first[node], first[node] + mass[node]];
  const [lowX, highX] = extent(x, start, end);
  const [lowY, highY] = extent(y, start, end);
  const [lowZ, highZ] = extent(z, start, end);
  return { lowX, highX, lowY, highY, lowZ, highZ };
}

function extent(axis: Float32Array, start: number, end: number): [low: number, high: number] {
  let low = Infinity;
  let high = -Infinity;
  for (let t = start; t < end; t++) {
    if (axis[t] < low) low = axis[t];
    if (axis[t] > high) high = axis[t];
  }
  return [low, high];
}
