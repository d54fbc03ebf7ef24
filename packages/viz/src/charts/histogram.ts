/** How many values lie from `from` up to `to`; the last bin holds its upper end too. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/**
 * Values counted in bins of equal width from the least to the greatest. Values that are not finite are left out.
 *
 * @param domain - the ends of the first and the last bin, for histograms to compare
 */
export function histogram(values: ArrayLike<number>, bins: number, domain: readonly [number, number]): Bin[] {
  const [low, high] = domain;
  const width = (high - low) / bins || 1;
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values).filter(Number.isFinite))
    counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width)))]++;
  return counts.map((count, i) => ({ from: low + i * width, to: low + (i + 1) * width, count }));
}

/** The least and the greatest finite value; [0, 1] where there is none. */
export function extent(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of Array.from(values).filter(Number.isFinite)) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low <= high ? [low, high] : [0, 1];
}
