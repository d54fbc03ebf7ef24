import type { SpaceTree } from './space-tree.js';

/**
 * Barnes–Hut sums over all other points, for every point: `Σ w·q·(y − y')` into `forces`, row-major, and, as the result,
 * Z = ΣΣ w. There `q = 1 / (1 + ‖y − y'‖² / ν)` and `w = q^((ν + 1) / 2)` with ν = dimensions − 1.
 *
 * The points of a small cell walk the tree together: a node stands for its points if its side is at most `angle` times
 * its distance from the box around the group, so that each point's sum is at least as exact as on a walk of its own.
 */
export function repulsion(tree: SpaceTree, angle: number, forces: Float64Array): number {
  const { dimensions, order, first, mass, skip } = tree;
  const list = emptyInteractions(tree);
  const sums = new Float64Array(dimensions + 1);
  let z = -order.length;
  for (let node = 0; node < tree.nodes;) {
    const isGroup = mass[node] <= groupSize || skip[node] === node + 1;
    if (isGroup) {
      collect(tree, boxAround(tree, node), angle, list);
      for (let t = first[node]; t < first[node] + mass[node]; t++) {
        z += actOn(tree.places, t, list, sums);
        for (let axis = 0; axis < dimensions; axis++) forces[order[t] * dimensions + axis] = sums[axis];
      }
    }
    node = isGroup ? skip[node] : node + 1;
  }
  return z;
}

const groupSize = 16;

/** The same on points that are not in the tree, each for itself: `Σ w·q·(y − y') / Σ w` over the points of the tree. */
export function repulsionOnNew(tree: SpaceTree, newPoints: Float64Array, angle: number): Float64Array {
  const { dimensions } = tree;
  const list = emptyInteractions(tree);
  const forces = new Float64Array(newPoints.length);
  for (let start = 0; start < newPoints.length; start += dimensions) {
    const force = forces.subarray(start, start + dimensions);
    const place = Array.from(newPoints.subarray(start, start + dimensions), (at) => Float64Array.of(at));
    const box = place.flatMap(([at]) => [at, at]);
    collect(tree, box, angle, list);
    const z = actOn(place, 0, list, force);
    for (let axis = 0; axis < dimensions; axis++) force[axis] /= z;
  }
  return forces;
}

/** What acts on a group: `length` masses, and where they are. */
interface Interactions {
  length: number;
  readonly places: readonly Float64Array[];
  readonly mass: Float64Array;
}

function emptyInteractions({ places, order }: SpaceTree): Interactions {
  return {
    length: 0,
    places: places.map(() => new Float64Array(order.length)),
    mass: new Float64Array(order.length),
  };
}

/** Lists the nodes that are far enough from a box, and the single points of the leaves that are not. */
function collect(tree: SpaceTree, box: readonly number[], angle: number, list: Interactions): void {
  const { dimensions, nodes, squaredSide, skip, first, mass, centres, places } = tree;
  const [x, y, z] = centres;
  const squaredAngle = angle * angle;
  list.length = 0;
  for (let node = 0; node < nodes;) {
    let squaredGap = gap(x[node], box[0], box[1]) ** 2 + gap(y[node], box[2], box[3]) ** 2;
    if (dimensions === 3) squaredGap += gap(z[node], box[4], box[5]) ** 2;
    if (squaredSide[node] <= squaredAngle * squaredGap) {
      append(list, centres, node, mass[node]);
      node = skip[node];
      continue;
    }
    if (skip[node] === node + 1)
      for (let t = first[node]; t < first[node] + mass[node]; t++) append(list, places, t, 1);
    node++;
  }
}

/** How far a number is outside an interval. */
function gap(at: number, low: number, high: number): number {
  return at < low ? low - at : at > high ? at - high : 0;
}

function append(list: Interactions, from: readonly Float64Array[], index: number, mass: number): void {
  const at = list.length++;
  for (let axis = 0; axis < from.length; axis++) list.places[axis][at] = from[axis][index];
  list.mass[at] = mass;
}

/** The lowest and highest coordinate of a node's points, axis after axis. */
function boxAround({ places, first, mass }: SpaceTree, node: number): number[] {
  return places.flatMap((axis) => {
    let low = Infinity;
    let high = -Infinity;
    for (let t = first[node]; t < first[node] + mass[node]; t++) {
      if (axis[t] < low) low = axis[t];
      if (axis[t] > high) high = axis[t];
    }
    return [low, high];
  });
}

/** The sums for one point: the force into `force`, the point's share of Z as the result. */
function actOn(places: readonly Float64Array[], t: number, list: Interactions, force: Float64Array): number {
  return places.length === 2 ? actOn2d(places, t, list, force) : actOn3d(places, t, list, force);
}

function actOn2d(
  [x, y]: readonly Float64Array[],
  t: number,
  list: Interactions,
  force: Float64Array,
): number {
  const [xs, ys] = list.places;
  const [atX, atY] = [x[t], y[t]];
  const { length, mass } = list;
  let fx = 0;
  let fy = 0;
  let z = 0;
  for (let e = 0; e < length; e++) {
    const dx = atX - xs[e];
    const dy = atY - ys[e];
    const q = 1 / (1 + dx * dx + dy * dy);
    const w = mass[e] * q;
    z += w;
    fx += w * q * dx;
    fy += w * q * dy;
  }
  force[0] = fx;
  force[1] = fy;
  return z;
}

function actOn3d(
  [x, y, z]: readonly Float64Array[],
  t: number,
  list: Interactions,
  force: Float64Array,
): number {
  const [xs, ys, zs] = list.places;
  const [atX, atY, atZ] = [x[t], y[t], z[t]];
  const { length, mass } = list;
  let fx = 0;
  let fy = 0;
  let fz = 0;
  let total = 0;
  for (let e = 0; e < length; e++) {
    const dx = atX - xs[e];
    const dy = atY - ys[e];
    const dz = atZ - zs[e];
    const q = 1 / (1 + (dx * dx + dy * dy + dz * dz) / 2);
    const w = mass[e] * q * Math.sqrt(q);
    total += w;
    fx += w * q * dx;
    fy += w * q * dy;
    fz += w * q * dz;
  }
  force[0] = fx;
  force[1] = fy;
  force[2] = fz;
  return total;
}
