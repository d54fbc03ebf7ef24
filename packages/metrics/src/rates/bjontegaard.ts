import { assertOneOf } from '../assert-one-of.js';
import { curveThrough, integral, type Curve, type Interpolation } from './curve.js';

/** A codec at several settings. */
export interface RateDistortionCurve {
  /** Bytes or bits in any unit, the same for both codecs; above 0. */
  readonly rates: readonly number[];
  /** Quality, higher is better: PSNR in decibels, or any other such as SSIM. */
  readonly qualities: readonly number[];
}

/** A mean difference of two curves over the part that they share. */
export interface BjontegaardDelta {
  /** NaN if the curves share nothing. */
  readonly delta: number;
  /** The shared part over the whole that either curve covers: below 0.75 do not trust the delta. */
  readonly overlap: number;
}

/**
 * Bjøntegaard delta rate: how many percent more bits (or fewer: negative is better) `test` needs than `anchor` for the
 * same quality, on average over the qualities that both reach.
 *
 * Look at `overlap` before you print it, and name the interpolation: they differ.
 *
 * @param anchor - what to compare with; 2 settings or more (`cubic` 4)
 * @param test - what is judged
 * @param interpolation - `akima` unless told; `pchip` is the video standards' and `cubic` the original paper's
 * @throws RangeError if points are too few, not finite, of rate 0 or less, or share a quality
 * @example
 * const anchor = { rates: [100, 200, 400], qualities: [30, 35, 40] };
 * bdRate(anchor, { rates: [90, 180, 360], qualities: [30, 35, 40] }); // { delta: -10, overlap: 1 }
 * @see Bjøntegaard, "Calculation of average PSNR differences between RD-curves", VCEG-M33, 2001
 */
export function bdRate(
  anchor: RateDistortionCurve,
  test: RateDistortionCurve,
  interpolation: Interpolation = 'akima',
): BjontegaardDelta {
  const logRate = (curve: RateDistortionCurve) =>
    fitted('bdRate', curve.qualities, logs('bdRate', curve), interpolation);
  const { delta, overlap } = meanDifference(logRate(anchor), logRate(test));
  return { delta: 100 * (10 ** delta - 1), overlap };
}

/**
 * Bjøntegaard delta PSNR: by how much the quality of `test` exceeds that of `anchor` at the same rate, on average over
 * the logarithms of the rates that both use. In the unit of the qualities; higher is better.
 *
 * @param anchor - what to compare with; 2 settings or more (`cubic` 4)
 * @param test - what is judged
 * @param interpolation - `akima` unless told
 * @throws RangeError if points are too few, not finite, of rate 0 or less, or share a rate
 * @example
 * const anchor = { rates: [100, 200, 400], qualities: [30, 35, 40] };
 * bdPsnr(anchor, { rates: [100, 200, 400], qualities: [31, 36, 41] }); // { delta: 1, overlap: 1 }
 * @see Bjøntegaard, "Calculation of average PSNR differences between RD-curves", VCEG-M33, 2001
 */
export function bdPsnr(
  anchor: RateDistortionCurve,
  test: RateDistortionCurve,
  interpolation: Interpolation = 'akima',
): BjontegaardDelta {
  const quality = (curve: RateDistortionCurve) =>
    fitted('bdPsnr', logs('bdPsnr', curve), curve.qualities, interpolation);
  return meanDifference(quality(anchor), quality(test));
}

function meanDifference(anchor: Curve, test: Curve): BjontegaardDelta {
  const [anchorLo, anchorHi] = ends(anchor);
  const [testLo, testHi] = ends(test);
  const lo = Math.max(anchorLo, testLo);
  const hi = Math.min(anchorHi, testHi);
  const overlap = Math.max(0, hi - lo) / (Math.max(anchorHi, testHi) - Math.min(anchorLo, testLo));
  const delta = (integral(test, lo, hi) - integral(anchor, lo, hi)) / (hi - lo);
  return { delta: overlap > 0 ? delta : NaN, overlap };
}

function ends({ knots }: Curve): [number, number] {
  return [knots[0], knots[knots.length - 1]];
}

function logs(caller: string, { rates, qualities }: RateDistortionCurve): number[] {
  if (rates.length !== qualities.length)
    throw new RangeError(
      `${caller}: there are ${rates.length} rates and ${qualities.length} qualities; each setting needs both`,
    );
  const bad = rates.findIndex((rate) => !(rate > 0));
  if (bad >= 0) throw new RangeError(`${caller}: rate ${bad} is ${rates[bad]}; all must be above 0`);
  return rates.map(Math.log10);
}

function fitted(
  caller: string,
  x: readonly number[],
  y: readonly number[],
  interpolation: Interpolation,
): Curve {
  assertOneOf(caller, 'interpolation', interpolation, ['cubic', 'pchip', 'akima']);
  const least = interpolation === 'cubic' ? 4 : 2;
  if (x.length < least)
    throw new RangeError(
      `${caller}: a curve has ${x.length} settings; ${interpolation} needs ${least} or more`,
    );
  const order = x.map((_, i) => i).sort((a, b) => x[a] - x[b]);
  const sorted = order.map((i) => x[i]);
  if ([...x, ...y].some((value) => !Number.isFinite(value)))
    throw new RangeError(`${caller}: a curve has a figure that is not finite; leave that setting out`);
  const twin = sorted.findIndex((value, i) => value === sorted[i - 1]);
  if (twin >= 0)
    throw new RangeError(
      `${caller}: settings ${order[twin - 1]} and ${order[twin]} of a curve lie at the same place; leave one out`,
    );
  return curveThrough(
    sorted,
    order.map((i) => y[i]),
    interpolation,
  );
}
