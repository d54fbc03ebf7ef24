import { dimensionsOf, type Points } from '../points.js';

/** Mean of each of d coordinates. */
export function centreOf(points: Points): Float64Array {
  const d = dimensionsOf(points);
  const sums = new Float64Array(d);
  for (let at = 0; at < points.data.length;) for (let j = 0; j < d; j++, at++) sums[j] += points.data[at];
  return sums.map((sum) => sum / points.shape[0]);
}

/** Sums of products of the deviations from the mean, `[d, d]`; over n − 1 they are the covariance. */
export function scatterOf(points: Points): Float64Array {
  const d = dimensionsOf(points);
  const centre = centreOf(points);
  const row = new Float64Array(d);
  const scatter = new Float64Array(d * d);
  for (let i = 0; i < points.shape[0]; i++) {
    for (let j = 0; j < d; j++) row[j] = points.data[i * d + j] - centre[j];
    for (let j = 0; j < d; j++) {
      const value = row[j];
      for (let k = j; k < d; k++) scatter[j * d + k] += value * row[k];
    }
  }
  for (let j = 0; j < d; j++) for (let k = 0; k < j; k++) scatter[j * d + k] = scatter[k * d + j];
  return scatter;
}
