import type { Plane } from './plane.js';

/** A separable, symmetric window: the same weights down and across. */
export interface SimilarityWindow {
  /** From the rim to the centre, which is last; the whole window sums to 1 each way. */
  readonly weights: Float64Array;
  /** Whether variances and the covariance divide by the number of pixels less one. */
  readonly unbiased: boolean;
}

/** Means over the places where the window fits into the planes. */
export interface Similarity {
  readonly ssim: number;
  /** The factor of contrast and structure, `(2·σxy + C₂) / (σx² + σy² + C₂)`, without `margin` places on each side. */
  readonly contrast: number;
}

/**
 * A function that compares two planes of equal size as SSIM does.
 *
 * Four local means are enough, of x, y, x² + y² and x·y. They lie next to each other in memory, and each row is summed
 * down, then across, so that everything stays in the first-level cache.
 */
export function localSimilarity(
  { weights, unbiased }: SimilarityWindow,
  dataRange: number,
): (x: Plane, y: Plane, margin?: number) => Similarity {
  const side = 2 * weights.length - 1;
  const constants = {
    c1: (0.01 * dataRange) ** 2,
    c2: (0.03 * dataRange) ** 2,
    unbias: unbiased ? side ** 2 / (side ** 2 - 1) : 1,
  };
  return (x, y, margin = 0) => {
    const fields = interleaved(x, y);
    const row = new Float64Array(4 * x.width);
    const [rows, columns] = [x.height - side + 1, x.width - side + 1];
    const luminance = new Float64Array(columns);
    const structure = new Float64Array(columns);
    let ssim = 0;
    let contrast = 0;
    for (let i = 0; i < rows; i++) {
      sumDown(fields, i * row.length, weights, row);
      compareAcross(row, weights, constants, luminance, structure);
      for (let j = 0; j < columns; j++) ssim += luminance[j] * structure[j];
      if (i < margin || i >= rows - margin) continue;
      for (let j = margin; j < columns - margin; j++) contrast += structure[j];
    }
    const inside = (rows - 2 * margin) * (columns - 2 * margin);
    return { ssim: ssim / (rows * columns), contrast: contrast / inside };
  };
}

/** x, y, x² + y² and x·y of every pixel. */
function interleaved(x: Plane, y: Plane): Float64Array {
  const fields = new Float64Array(4 * x.data.length);
  for (let i = 0, at = 0; i < x.data.length; i++) {
    const a = x.data[i];
    const b = y.data[i];
    fields[at++] = a;
    fields[at++] = b;
    fields[at++] = a * a + b * b;
    fields[at++] = a * b;
  }
  return fields;
}

/** Weighted sum of the rows from `start` on, as many as the window has. */
function sumDown(fields: Float64Array, start: number, weights: Float64Array, row: Float64Array): void {
  const radius = weights.length - 1;
  const length = row.length;
  const centreWeight = weights[radius];
  const centre = start + radius * length;
  for (let i = 0; i < length; i++) row[i] = centreWeight * fields[centre + i];
  for (let k = 0; k < radius; k++) {
    const weight = weights[k];
    const above = start + k * length;
    const below = start + (2 * radius - k) * length;
    for (let i = 0; i < length; i++) row[i] += weight * (fields[above + i] + fields[below + i]);
  }
}

/** The two factors of SSIM at each place of a row of sums. */
function compareAcross(
  row: Float64Array,
  weights: Float64Array,
  { c1, c2, unbias }: { c1: number; c2: number; unbias: number },
  luminance: Float64Array,
  structure: Float64Array,
): void {
  const radius = weights.length - 1;
  const centreWeight = weights[radius];
  for (let j = 0; j < luminance.length; j++) {
    const centre = 4 * (j + radius);
    let x = centreWeight * row[centre];
    let y = centreWeight * row[centre + 1];
    let squares = centreWeight * row[centre + 2];
    let product = centreWeight * row[centre + 3];
    for (let k = 0, left = 4 * j, right = left + 8 * radius; k < radius; k++, left += 4, right -= 4) {
      const weight = weights[k];
      x += weight * (row[left] + row[right]);
      y += weight * (row[left + 1] + row[right + 1]);
      squares += weight * (row[left + 2] + row[right + 2]);
      product += weight * (row[left + 3] + row[right + 3]);
    }
    const means = x * x + y * y;
    luminance[j] = (2 * x * y + c1) / (means + c1);
    structure[j] = (2 * unbias * (product - x * y) + c2) / (unbias * (squares - means) + c2);
  }
}
