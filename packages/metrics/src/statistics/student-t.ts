import { incompleteBeta } from './incomplete-beta.js';

/**
 * Probability that Student's t with these degrees of freedom is at most `t`: to 12 digits for up to 200 degrees, to 9
 * for up to 100,000.
 *
 * @param degrees - above 0, whole or not
 * @throws RangeError if degrees is not positive
 * @example
 * studentTCdf(2.776445, 4); // 0.975
 */
export function studentTCdf(t: number, degrees: number): number {
  if (!(degrees > 0)) throw new RangeError(`studentTCdf: degrees is ${degrees}; it must be a number above 0`);
  const tail = 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
  return t > 0 ? 1 - tail : tail;
}

/**
 * The number that Student's t stays below with probability `p`: the inverse of {@link studentTCdf}, by bisection.
 *
 * @throws RangeError if p does not lie between 0 and 1
 * @example
 * studentTQuantile(0.975, 4); // 2.77645
 */
export function studentTQuantile(p: number, degrees: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`studentTQuantile: p is ${p}; it must lie between 0 and 1`);
  if (p < 0.5) return -studentTQuantile(1 - p, degrees);
  let lo = 0;
  let hi = 1;
  while (studentTCdf(hi, degrees) < p) hi *= 2;
  for (let middle = hi / 2; middle > lo && middle < hi; middle = (lo + hi) / 2) {
    if (studentTCdf(middle, degrees) < p) lo = middle;
    else hi = middle;
  }
  return hi;
}
