import { nearestSquaredDistances } from '../nearest-distances.js';
import { assertPoints, type Points } from '../points.js';

/**
 * Intrinsic dimension of latents (or of the images themselves) by the two-nearest-neighbours method: the slope through
 * the origin of `−ln(1 − F(μ))` over `ln μ`, μ the distance to the second neighbour over that to the first. The tenth
 * with the largest μ is left out.
 *
 * A bottleneck below the intrinsic dimension of its images must lose something. The estimate falls short for
 * dimensions above about 20 unless there are very many points.
 *
 * @param points - `[n, d]`, 3 points or more, some of them different; of points that coincide one stands for all
 * @throws RangeError if a value is not finite or there are fewer than 3 different points
 * @example
 * const line = { data: Float64Array.from({ length: 200 }, (_, i) => Math.sin(i * i)), shape: [200, 1] } as const;
 * Math.abs(intrinsicDimension(line) - 1) < 0.2; // true
 * @see Facco, d'Errico, Rodriguez and Laio, "Estimating the intrinsic dimension of datasets by a minimal neighborhood
 * information", 2017
 */
export function intrinsicDimension(points: Points): number {
  assertPoints('intrinsicDimension', points);
  const distinct = withoutTwins(points);
  const n = distinct.shape[0];
  if (n < 3) throw new RangeError(`intrinsicDimension: there are ${n} different points; it needs 3 or more`);
  const d = distinct.shape[1];
  const logRatios = Float64Array.from({ length: n }, (_, i) => {
    const point = distinct.data.subarray(i * d, (i + 1) * d);
    const [first, second] = nearestSquaredDistances(point, distinct, 2, i);
    return Math.log(second / first) / 2;
  }).sort();
  let products = 0;
  let squares = 0;
  for (let i = 0; i < Math.floor(0.9 * n); i++) {
    products += logRatios[i] * -Math.log1p(-(i + 1) / n);
    squares += logRatios[i] ** 2;
  }
  return products / squares;
}

function withoutTwins(points: Points): Points {
  const d = points.data.length / points.shape[0];
  const seen = new Set<string>();
  const kept: number[] = [];
  for (let i = 0; i < points.shape[0]; i++) {
    const key = points.data.subarray(i * d, (i + 1) * d).join();
    if (!seen.has(key)) kept.push(i);
    seen.add(key);
  }
  const data = new Float64Array(kept.length * d);
  kept.forEach((from, to) => data.set(points.data.subarray(from * d, (from + 1) * d), to * d));
  return { data, shape: [kept.length, d] };
}
