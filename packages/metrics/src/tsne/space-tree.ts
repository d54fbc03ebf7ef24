import type { Axes } from '@aelab/kernels';

/**
 * A tree of square (or cubic) cells over points of a 2-D or 3-D embedding, for sums over far points: the points lie in
 * Morton order, so that each cell holds a run of them, and the nodes in depth-first order, so that a walk needs no
 * stack: a node's first child is the next node, and `skip` is the node after its last descendant.
 */
export interface SpaceTree {
  /** 2 or 3; in 2 dimensions every z is 0. */
  readonly dimensions: number;
  /** The point at each place of the Morton order. */
  readonly order: Uint32Array;
  /** Coordinates in that order. */
  readonly places: Axes;
  nodes: number;
  /** Node by node: the centre of mass. */
  readonly centres: Axes;
  /** Node by node: how many points it holds. */
  readonly mass: Int32Array;
  /** Node by node: the square of the cell's side. */
  readonly squaredSide: Float64Array;
  /** Node by node: where its points start in the Morton order. */
  readonly first: Int32Array;
  readonly skip: Int32Array;
}

/** Cells with no more points are not split. */
const leafSize = 8;

/** A tree without nodes, which will keep the coordinates of n points in `places`. */
export function emptySpaceTree(n: number, dimensions: number, places: Axes): SpaceTree {
  const mostNodes = 2 * n;
  return {
    dimensions,
    order: new Uint32Array(n),
    places,
    nodes: 0,
    centres: [new Float32Array(mostNodes), new Float32Array(mostNodes), new Float32Array(mostNodes)],
    mass: new Int32Array(mostNodes),
    squaredSide: new Float64Array(mostNodes),
    first: new Int32Array(mostNodes),
    skip: new Int32Array(mostNodes),
  };
}

/** Builds the tree of an embedding, row-major `[n, dimensions]`, in the arrays of `tree`. */
export function buildSpaceTree(tree: SpaceTree, embedding: Float64Array): void {
  const { dimensions, order, places } = tree;
  const { codes, side, levels } = mortonCodes(embedding, dimensions);
  sortByCode(codes, order);
  for (let axis = 0; axis < dimensions; axis++)
    for (let t = 0; t < order.length; t++) places[axis][t] = embedding[order[t] * dimensions + axis];
  const sorted = codes.map((_, t) => codes[order[t]]);
  tree.nodes = 0;
  addNode(tree, sorted, 0, order.length, levels, side);
}

/**
 * Adds the node of points `start … end − 1` and then its descendants. `level` counts the halvings that are left; a
 * cell whose points all lie in one child stands for that child, so that every inner node has two children or more.
 */
function addNode(
  tree: SpaceTree,
  codes: Uint32Array,
  start: number,
  end: number,
  level: number,
  side: number,
): void {
  const { dimensions } = tree;
  const node = tree.nodes++;
  tree.first[node] = start;
  tree.mass[node] = end - start;
  while (
    level > 0 &&
    codes[start] >>> ((level - 1) * dimensions) === codes[end - 1] >>> ((level - 1) * dimensions)
  ) {
    level--;
    side /= 2;
  }
  tree.squaredSide[node] = side * side;
  if (end - start > leafSize && level > 0) {
    const shift = (level - 1) * dimensions;
    for (let from = start; from < end;) {
      const to = endOfChild(codes, from, end, shift);
      addNode(tree, codes, from, to, level - 1, side / 2);
      from = to;
    }
  }
  tree.skip[node] = tree.nodes;
  setCentre(tree, node, start, end);
}

function endOfChild(codes: Uint32Array, start: number, end: number, shift: number): number {
  const child = codes[start] >>> shift;
  let [lo, hi] = [start + 1, end];
  while (lo < hi) {
    const middle = (lo + hi) >> 1;
    if (codes[middle] >>> shift === child) lo = middle + 1;
    else hi = middle;
  }
  return lo;
}

/** The mean of the centres of the children, each by its mass; of the points in a leaf. */
function setCentre(tree: SpaceTree, node: number, start: number, end: number): void {
  const { places, centres, mass, skip } = tree;
  for (let axis = 0; axis < tree.dimensions; axis++) {
    let sum = 0;
    if (skip[node] === node + 1) for (let t = start; t < end; t++) sum += places[axis][t];
    else
      for (let child = node + 1; child < skip[node]; child = skip[child])
        sum += mass[child] * centres[axis][child];
    centres[axis][node] = sum / mass[node];
  }
}

/** Interleaves the bits of each point's cell numbers in the finest grid, of 2^levels cells per axis. */
function mortonCodes(
  embedding: Float64Array,
  dimensions: number,
): { codes: Uint32Array; side: number; levels: number } {
  const levels = Math.floor(30 / dimensions);
  const { lowest, side } = boundingCube(embedding, dimensions);
  const scale = 2 ** levels / side;
  const spread = spreadBits(dimensions, levels);
  const codes = new Uint32Array(embedding.length / dimensions);
  for (let i = 0; i < codes.length; i++)
    for (let axis = 0; axis < dimensions; axis++)
      codes[i] |= spread[Math.floor((embedding[i * dimensions + axis] - lowest[axis]) * scale)] << axis;
  return { codes, side, levels };
}

function boundingCube(embedding: Float64Array, dimensions: number): { lowest: number[]; side: number } {
  const lowest = new Array<number>(dimensions).fill(Infinity);
  const highest = new Array<number>(dimensions).fill(-Infinity);
  for (let e = 0; e < embedding.length; e++) {
    const axis = e % dimensions;
    if (embedding[e] < lowest[axis]) lowest[axis] = embedding[e];
    if (embedding[e] > highest[axis]) highest[axis] = embedding[e];
  }
  const widest = Math.max(...highest.map((high, axis) => high - lowest[axis]));
  return { lowest, side: Math.max(widest, 1e-300) * 1.000001 };
}

const spreadTables = new Map<number, Uint32Array>();

/** Table from a cell number to the same bits with room for the other axes' between them. */
function spreadBits(dimensions: number, levels: number): Uint32Array {
  const known = spreadTables.get(dimensions);
  if (known) return known;
  const table = new Uint32Array(2 ** levels);
  for (let cell = 1; cell < table.length; cell++) table[cell] = (table[cell >> 1] << dimensions) | (cell & 1);
  spreadTables.set(dimensions, table);
  return table;
}

/** Fills `order` with the point numbers in rising order of their 30-bit codes: two passes of a radix sort, stable. */
function sortByCode(codes: Uint32Array, order: Uint32Array): void {
  const byLow = new Uint32Array(codes.length);
  const numbers = order.map((_, i) => i);
  radixPass(codes, 0, numbers, byLow);
  radixPass(codes, 15, byLow, order);
}

function radixPass(codes: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): void {
  const next = new Uint32Array(32769);
  for (const code of codes) next[((code >>> shift) & 32767) + 1]++;
  for (let digit = 1; digit < next.length; digit++) next[digit] += next[digit - 1];
  for (const i of from) to[next[(codes[i] >>> shift) & 32767]++] = i;
}
