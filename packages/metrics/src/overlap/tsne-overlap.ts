import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import { mean, variance } from '../statistics/mean.js';
import { quantiles } from '../statistics/quantile.js';
import { tsne } from '../tsne/tsne.js';
import type { TsneMap } from '../tsne/tsne.js';
import type { TsneOptions } from '../tsne/tsne-options.js';
import { jointPoints } from './joint-points.js';
import { pairOverlap, worstOf } from './pair-overlap.js';
import type { ClassOverlap, PairOverlap, PairOverlapOptions } from './pair-overlap.js';

export interface TsneOverlapOptions extends Omit<PairOverlapOptions, 'seed'> {
  /** One map each, by default 0, 1 and 2. */
  readonly seeds?: readonly number[];
  /** How to map. The start is random, so that the maps differ, and the maps are flat. */
  readonly tsne?: Omit<TsneOptions, 'init' | 'seed' | 'dimensions'>;
}

/** {@link PairOverlap} in joint t-SNE maps: means over the seeds, but of p the median. */
export interface TsneOverlap extends PairOverlap {
  readonly engine: TsneMap['engine'];
  /** Standard deviation over the seeds; NaN if there is only one. */
  readonly seedDeviation: Pick<PairOverlap, 'overlap' | 'pairFidelity' | 'medianDisplacement'>;
  /** Seed by seed: places of the originals, and after them those of the reconstructions. */
  readonly maps: readonly TsneMap[];
}

/**
 * The overlap of originals and reconstructions in joint t-SNE maps: what the usual picture of two clouds shows, as a
 * number with a null, and averaged over seeds, because a single map is one of many.
 *
 * An original and a reconstruction that are the same in every coordinate get one place, so that perfect reconstructions
 * have overlap 1 and p = 1. Set beside it {@link pairOverlap} of the pixels themselves: a map that shows less than they
 * do has lost it.
 *
 * @param originals - `[n, d]`; an `ImageBatch` will do
 * @param reconstructions - `[n, d]`, in the same order and range
 * @throws RangeError as {@link pairOverlap} and {@link tsne}
 * @example
 * const originals = { data: Float64Array.from({ length: 80 }, (_, i) => Math.sin(i * i)), shape: [40, 2] };
 * const options = { seeds: [0], neighbours: 5, tsne: { perplexity: 10, iterations: 100 } };
 * tsneOverlap(originals, originals, options).then(({ overlap, p }) => [overlap, p]); // [1, 1]
 */
export async function tsneOverlap(
  originals: Points,
  reconstructions: Points,
  options: TsneOverlapOptions = {},
): Promise<TsneOverlap> {
  const { seeds = [0, 1, 2], tsne: mapping, ...scoring } = options;
  const points = jointPoints('tsneOverlap', originals, reconstructions);
  const maps: TsneMap[] = [];
  for (const seed of seeds)
    maps.push(withCopiesMerged(points, await tsne(points, { ...mapping, init: 'random', seed })));
  return {
    ...averaged(maps.map((map, i) => overlapIn(map, { ...scoring, seed: seeds[i] }))),
    engine: maps[0].engine,
    maps,
  };
}

function overlapIn(map: TsneMap, options: PairOverlapOptions): PairOverlap {
  const n = map.shape[0] / 2;
  const half = (start: number) => ({
    data: map.data.subarray(start * 2, (start + n) * 2),
    shape: [n, 2] as const,
  });
  return pairOverlap(half(0), half(n), options);
}

/** Puts a point and its twin halfway between their places if they are equal in every coordinate. */
function withCopiesMerged(points: Points, map: TsneMap): TsneMap {
  const d = dimensionsOf(points);
  const n = points.shape[0] / 2;
  const data = map.data.slice();
  for (let pair = 0; pair < n; pair++) {
    const original = points.data.subarray(pair * d, (pair + 1) * d);
    if (original.some((value, t) => value !== points.data[(pair + n) * d + t])) continue;
    for (let axis = 0; axis < 2; axis++) {
      const [a, b] = [2 * pair + axis, 2 * (pair + n) + axis];
      data[a] = data[b] = (data[a] + data[b]) / 2;
    }
  }
  return { ...map, data };
}

function averaged(overlaps: readonly PairOverlap[]): Omit<TsneOverlap, 'engine' | 'maps'> {
  const over = (name: 'mixing' | 'overlap' | 'pairFidelity' | 'medianDisplacement') =>
    overlaps.map((one) => one[name]);
  const perClass = overlaps[0].perClass.map((_, c) => averagedClass(overlaps.map((one) => one.perClass[c])));
  return {
    n: overlaps[0].n,
    mixing: mean(over('mixing')),
    overlap: mean(over('overlap')),
    pairFidelity: mean(over('pairFidelity')),
    medianDisplacement: mean(over('medianDisplacement')),
    p: median(overlaps.map(({ p }) => p)),
    perClass,
    worstClass: worstOf(perClass),
    seedDeviation: {
      overlap: deviation(over('overlap')),
      pairFidelity: deviation(over('pairFidelity')),
      medianDisplacement: deviation(over('medianDisplacement')),
    },
  };
}

function averagedClass(classes: readonly ClassOverlap[]): ClassOverlap {
  const { label, n } = classes[0];
  return {
    label,
    n,
    mixing: mean(classes.map(({ mixing }) => mixing)),
    overlap: mean(classes.map(({ overlap }) => overlap)),
    pairFidelity: mean(classes.map(({ pairFidelity }) => pairFidelity)),
    p: n > 0 ? median(classes.map(({ p }) => p)) : NaN,
  };
}

function median(values: readonly number[]): number {
  return quantiles(values, [0.5])[0];
}

function deviation(values: readonly number[]): number {
  return values.length > 1 ? Math.sqrt(variance(values)) : NaN;
}
