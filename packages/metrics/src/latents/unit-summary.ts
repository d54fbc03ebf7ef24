import { imagesByClass } from '../classes/images-by-class.js';
import { perClass, type ClassMean } from '../classes/per-class.js';
import type { BootstrapOptions } from '../statistics/bootstrap.js';
import { mean, variance } from '../statistics/mean.js';

/** What one latent unit says of the classes. */
export interface UnitSummary {
  /** Mean with intervals and standard deviation of each class; sd is NaN for fewer than 2 images. */
  readonly perClass: readonly (ClassMean & { readonly sd: number })[];
  /** Share of the unit's variance that lies between the classes: 0 tells them nothing, 1 tells them all. */
  readonly etaSquared: number;
  /** `cohensD[a][b] = (mean a − mean b) / pooled sd`; NaN where a class has fewer than 2 images. */
  readonly cohensD: readonly (readonly number[])[];
  /** Images of each class in bins of equal width. */
  readonly histogram: {
    /** One more than there are bins. */
    readonly edges: readonly number[];
    /** `counts[class][bin]`; a value at the last edge belongs to the last bin. */
    readonly counts: readonly (readonly number[])[];
  };
}

/**
 * How one latent unit, such as a one-neuron bottleneck, differs between classes.
 *
 * Means alone prove little: look at η² and d, which set them against the spread within classes. A latent has neither
 * sign nor scale of its own, so compare models by η² and |d|, not by means.
 *
 * @param values - the unit's value for each image
 * @param labels - one class number per image, from 0
 * @param classNames - a name for each class
 * @param options - of the intervals; `bins`: 40 unless told
 * @throws RangeError if there are not as many labels as values, a label is no class, or a value is not finite
 * @example
 * unitSummary([1, 3, 7, 9], [0, 0, 1, 1], ['a', 'b'], { seed: 0 }).etaSquared; // 0.9
 */
export function unitSummary(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  classNames: readonly string[],
  { bins = 40, ...options }: BootstrapOptions & { readonly bins?: number },
): UnitSummary {
  const bad = Array.from(values).findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) throw new RangeError(`unitSummary: value ${bad} is ${values[bad]}; all must be finite`);
  const classes = perClass(values, labels, classNames, options);
  const groups = imagesByClass('unitSummary', labels, classNames.length).map((images) =>
    Float64Array.from(images, (i) => values[i]),
  );
  return {
    perClass: classes.map((entry, c) => ({ ...entry, sd: standardDeviation(groups[c]) })),
    etaSquared: etaSquared(groups, Float64Array.from(values)),
    cohensD: groups.map((a) => groups.map((b) => cohensD(a, b))),
    histogram: histogram(groups, Float64Array.from(values), bins),
  };
}

function standardDeviation(values: Float64Array): number {
  return values.length < 2 ? NaN : Math.sqrt(variance(values));
}

function etaSquared(groups: readonly Float64Array[], all: Float64Array): number {
  if (all.length < 2) return NaN;
  const centre = mean(all);
  const between = groups.reduce(
    (sum, group) => (group.length ? sum + group.length * (mean(group) - centre) ** 2 : sum),
    0,
  );
  return between / (variance(all) * (all.length - 1));
}

function cohensD(a: Float64Array, b: Float64Array): number {
  if (a.length < 2 || b.length < 2) return NaN;
  const pooled = ((a.length - 1) * variance(a) + (b.length - 1) * variance(b)) / (a.length + b.length - 2);
  const difference = mean(a) - mean(b);
  return difference === 0 ? 0 : difference / Math.sqrt(pooled);
}

function histogram(
  groups: readonly Float64Array[],
  all: Float64Array,
  bins: number,
): UnitSummary['histogram'] {
  const lo = all.reduce((least, v) => Math.min(least, v), Infinity);
  const hi = all.reduce((most, v) => Math.max(most, v), -Infinity);
  const width = (hi - lo) / bins || 1;
  const counts = groups.map((group) => {
    const count = new Array<number>(bins).fill(0);
    for (const value of group) count[Math.min(bins - 1, Math.floor((value - lo) / width))]++;
    return count;
  });
  return { edges: Array.from({ length: bins + 1 }, (_, i) => lo + i * width), counts };
}
