/** How far two sets mix. */
export interface Mixing {
  /** Share of a point's nearest neighbours that come from the other set, its own twin left out; for pairs 0.5 mixes fully. */
  readonly mixing: number;
  /** The mixing over that of sets that cannot be told apart, at most 1; 0 if they are apart. */
  readonly overlap: number;
  /** One-sided, of separation: how probable so little mixing is if it does not matter which set a point is from. */
  readonly p: number;
}

/** Points, each with k neighbours, in two sets. */
export interface NeighbourGraph {
  readonly k: number;
  /** `[points, k]` */
  readonly neighbours: Int32Array;
  /** The set of each point, 0 or 1. */
  readonly sides: Int32Array;
  /** The group of each point, 0 to `groups` − 1. */
  readonly groupOf: ArrayLike<number>;
  readonly groups: number;
  /** The mixing to expect if it does not matter which set a point is from. */
  readonly fullMixing: number;
}

/**
 * The mixing of each group's points, and last that of all points, tested against sides dealt anew: the neighbours stay,
 * and `p = (1 + deals that mix no better) / (1 + deals)`.
 *
 * @param deal - fills in other sides that are as likely, if it does not matter which set a point is from
 */
export function separationTest(
  graph: NeighbourGraph,
  permutations: number,
  deal: (sides: Int32Array) => void,
): Mixing[] {
  const observed = crossCounts(graph, graph.sides);
  const noBetter = new Float64Array(observed.length);
  const sides = graph.sides.slice();
  for (let trial = 0; trial < permutations; trial++) {
    deal(sides);
    crossCounts(graph, sides).forEach((count, g) => {
      if (count <= observed[g]) noBetter[g]++;
    });
  }
  const neighbours = neighbourCounts(graph);
  return Array.from(observed, (count, g) => ({
    mixing: count / neighbours[g],
    overlap: Math.min(1, count / neighbours[g] / graph.fullMixing),
    p: neighbours[g] > 0 ? (1 + noBetter[g]) / (1 + permutations) : NaN,
  }));
}

/** Neighbours from the other set, group by group and last in all. */
function crossCounts({ k, neighbours, groupOf, groups }: NeighbourGraph, sides: Int32Array): Float64Array {
  const counts = new Float64Array(groups + 1);
  for (let point = 0; point < sides.length; point++) {
    let cross = 0;
    for (let e = point * k; e < (point + 1) * k; e++) cross += sides[point] ^ sides[neighbours[e]];
    counts[groupOf[point]] += cross;
    counts[groups] += cross;
  }
  return counts;
}

function neighbourCounts({ k, sides, groupOf, groups }: NeighbourGraph): Float64Array {
  const counts = new Float64Array(groups + 1);
  for (let point = 0; point < sides.length; point++) counts[groupOf[point]] += k;
  counts[groups] = sides.length * k;
  return counts;
}
