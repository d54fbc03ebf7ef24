import { assertPoints, dimensionsOf, type Points } from '../points.js';
import { quantiles } from '../statistics/quantile.js';

/** Latents for a decoder, row by row of a sheet. */
export interface LatentPlan {
  /** `[rows · columns, d]` */
  readonly latents: { readonly data: Float32Array; readonly shape: readonly [n: number, d: number] };
  readonly rows: number;
  readonly columns: number;
}

/**
 * Latents that move one unit at a time, all others as in `base`: decoded, a sheet that shows what each unit draws. A
 * unit moves from its 1st to its 99th percentile, so that the decoder sees only what it has seen.
 *
 * @param latents - `[n, d]`, of many images
 * @param base - d values, the image to start from; the mean latent shows a blur
 * @param columns - steps, 2 or more
 * @param units - which to move, one row each; all unless told
 * @throws RangeError if sizes do not fit or a unit does not exist
 * @example
 * const seen = { data: new Float32Array([0, 5, 1, 6, 2, 7]), shape: [3, 2] } as const;
 * traversalPlan(seen, [9, 9], 2, [0]).latents.data; // [0.02, 9, 1.98, 9]
 */
export function traversalPlan(
  latents: Points,
  base: ArrayLike<number>,
  columns: number,
  units?: readonly number[],
): LatentPlan {
  assertPoints('traversalPlan', latents);
  const d = dimensionsOf(latents);
  assertBase('traversalPlan', base, d);
  assertColumns('traversalPlan', columns);
  const rows = units ?? Array.from({ length: d }, (_, j) => j);
  const data = new Float32Array(rows.length * columns * d);
  rows.forEach((unit, row) => {
    const [lo, hi] = quantiles(unitValues(latents, unit, d), [0.01, 0.99]);
    for (let column = 0; column < columns; column++) {
      const start = (row * columns + column) * d;
      data.set(base, start);
      data[start + unit] = lo + ((hi - lo) * column) / (columns - 1);
    }
  });
  return { latents: { data, shape: [rows.length * columns, d] }, rows: rows.length, columns };
}

/**
 * Latents on the straight line between those of two images, both ends included: decoded, whether what lies between two
 * digits looks like a digit.
 *
 * @param from - d values
 * @param to - d values
 * @param columns - steps, 2 or more
 * @throws RangeError if the latents have different sizes
 * @example
 * interpolationPlan([0, 0], [4, 2], 3).latents.data; // [0, 0, 2, 1, 4, 2]
 */
export function interpolationPlan(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  columns: number,
): LatentPlan {
  return blend('interpolationPlan', from, to, columns, (share) => [1 - share, share]);
}

/**
 * Latents on the arc between those of two images: as {@link interpolationPlan}, for latents with a Gaussian prior, in
 * which straight lines pass through an emptier middle.
 *
 * @param from - d values, not all 0
 * @param to - d values, not all 0
 * @param columns - steps, 2 or more
 * @throws RangeError if the latents have different sizes or no direction
 * @example
 * sphericalPlan([1, 0], [0, 1], 3).latents.data; // [1, 0, 0.707107, 0.707107, 0, 1]
 * @see White, "Sampling generative networks", 2016
 */
export function sphericalPlan(from: ArrayLike<number>, to: ArrayLike<number>, columns: number): LatentPlan {
  const cosine = dot(from, to) / Math.sqrt(dot(from, from) * dot(to, to));
  if (Number.isNaN(cosine))
    throw new RangeError('sphericalPlan: a latent is all 0 or not finite; both must have a direction');
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)));
  const sine = Math.sin(angle);
  return blend('sphericalPlan', from, to, columns, (share) =>
    sine < 1e-9 ? [1 - share, share] : [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine],
  );
}

function blend(
  caller: string,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  columns: number,
  weights: (share: number) => readonly [number, number],
): LatentPlan {
  const d = from.length;
  assertBase(caller, to, d);
  assertColumns(caller, columns);
  const data = new Float32Array(columns * d);
  for (let column = 0; column < columns; column++) {
    const [a, b] = weights(column / (columns - 1));
    for (let j = 0; j < d; j++) data[column * d + j] = a * from[j] + b * to[j];
  }
  return { latents: { data, shape: [columns, d] }, rows: 1, columns };
}

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function unitValues({ data, shape }: Points, unit: number, d: number): Float64Array {
  if (!Number.isInteger(unit) || unit < 0 || unit >= d)
    throw new RangeError(`traversalPlan: unit is ${unit}; the latents have units 0 to ${d - 1}`);
  return Float64Array.from({ length: shape[0] }, (_, i) => data[i * d + unit]);
}

function assertBase(caller: string, base: ArrayLike<number>, d: number): void {
  if (base.length !== d)
    throw new RangeError(`${caller}: a latent has ${base.length} values and another ${d}; all need as many`);
}

function assertColumns(caller: string, columns: number): void {
  if (!Number.isInteger(columns) || columns < 2)
    throw new RangeError(`${caller}: columns is ${columns}; it must be a whole number of 2 or more`);
}
