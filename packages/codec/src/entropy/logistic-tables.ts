import { MOST_SYMBOLS, tableOfWeights } from './frequency-table.js';
import type { FrequencyTable } from './frequency-table.js';

/** Beyond so many scales from the location a logistic has less than 2⁻¹⁴ of its mass on either side. */
const REACH = 14 * Math.LN2;

/**
 * The frequency tables of a learned logistic prior: one for each latent, the mass of
 * `1 / (1 + exp(−(level − location) / scale))` within half a level.
 *
 * Tables fitted on training latents ({@link fitTables}) follow the latents more closely; these need no latents.
 *
 * @param locations - of each prior, in levels: `(mean − offset) / step`
 * @param scales - of each prior, in levels; positive
 * @throws RangeError if there are not as many scales as locations, or one is not positive and finite
 * @example
 * logisticTables([3, -1], [0.5, 2]).map((table) => table.lowest); // [-2, -20]
 */
export function logisticTables(locations: ArrayLike<number>, scales: ArrayLike<number>): FrequencyTable[] {
  if (locations.length !== scales.length)
    throw new RangeError(
      `logisticTables: ${locations.length} locations and ${scales.length} scales; one each`,
    );
  return Array.from(locations, (location, d) => logisticTable(location, scales[d], d));
}

function logisticTable(location: number, scale: number, d: number): FrequencyTable {
  if (!(scale > 0) || !Number.isFinite(location + scale))
    throw new RangeError(
      `logisticTables: latent ${d} has location ${location} and scale ${scale}; both must be finite, the scale positive`,
    );
  const lowest = Math.round(location - REACH * scale);
  const width = Math.round(location + REACH * scale) - lowest + 1;
  const lowBits = Math.max(0, Math.ceil(Math.log2(width / MOST_SYMBOLS)));
  const below = (edge: number) => 1 / (1 + Math.exp((location - edge) / scale));
  const mass = (first: number) => below(first + 2 ** lowBits - 0.5) - below(first - 0.5);
  const symbols = Math.ceil(width / 2 ** lowBits);
  const weights = Array.from({ length: symbols }, (_, s) => mass(lowest + s * 2 ** lowBits));
  const outside = 1 - weights.reduce((sum, weight) => sum + weight, 0);
  return tableOfWeights(lowest, lowBits, [...weights, Math.max(outside, 0)]);
}
