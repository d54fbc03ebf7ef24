import { mean } from './mean.js';

/** How unequal a few figures are, such as the errors of the classes. */
export interface Spread {
  /** Largest over smallest; 1 if all are equal. */
  readonly maxOverMin: number;
  /** Standard deviation (dividing by n) over mean; 0 if all are equal. */
  readonly coefficientOfVariation: number;
  /** Gini coefficient: mean absolute difference of two figures over twice the mean; 0 if all are equal. */
  readonly gini: number;
}

/**
 * The spread of figures that are never negative, three ways.
 *
 * @param values - at least one, not all 0; drop classes without images first
 * @throws RangeError if there is none, one is negative or not finite, or all are 0
 * @example
 * spread([1, 3]); // { maxOverMin: 3, coefficientOfVariation: 0.5, gini: 0.25 }
 */
export function spread(values: ArrayLike<number>): Spread {
  const sorted = Float64Array.from(values).sort();
  const bad = sorted.find((value) => !(value >= 0 && value < Infinity));
  if (bad !== undefined)
    throw new RangeError(`spread: a value is ${bad}; all must be finite numbers of 0 or more`);
  const centre = mean(sorted);
  if (centre === 0) throw new RangeError('spread: all values are 0; at least one must be above it');
  const n = sorted.length;
  const squares = sorted.reduce((sum, v) => sum + (v - centre) ** 2, 0);
  const ranked = sorted.reduce((sum, v, i) => sum + (2 * i + 1 - n) * v, 0);
  return {
    maxOverMin: sorted[n - 1] / sorted[0],
    coefficientOfVariation: Math.sqrt(squares / n) / centre,
    gini: ranked / (n * n * centre),
  };
}
