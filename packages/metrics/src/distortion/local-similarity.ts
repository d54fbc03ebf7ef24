import type { Plane } from './plane.js';
import { similarityWorkspace } from './similarity-kernels.js';

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
 * @param workspace - where to compute: both kinds give the same bits
 */
export function localSimilarity(
  { weights, unbiased }: SimilarityWindow,
  dataRange: number,
  workspace = similarityWorkspace,
): (x: Plane, y: Plane, margin?: number) => Similarity {
  const side = 2 * weights.length - 1;
  const measure = {
    ...{ weights, workspace },
    c1: (0.01 * dataRange) ** 2,
    c2: (0.03 * dataRange) ** 2,
    unbias: unbiased ? side ** 2 / (side ** 2 - 1) : 1,
  };
  return (x, y, margin = 0) => compare(measure, x, y, margin);
}

interface Measure {
  readonly weights: Float64Array;
  readonly workspace: typeof similarityWorkspace;
  readonly c1: number;
  readonly c2: number;
  /** Factor of variances and the covariance. */
  readonly unbias: number;
}

/**
 * Four local means are enough, of x, y, x² + y² and x·y. They lie next to each other in memory, and each row is summed
 * down, then across, so that everything stays in the first-level cache.
 */
function compare(
  { weights, workspace, c1, c2, unbias }: Measure,
  x: Plane,
  y: Plane,
  margin: number,
): Similarity {
  const radius = weights.length - 1;
  const pixels = x.data.length;
  const [rows, columns] = [x.height - 2 * radius, x.width - 2 * radius];
  const area = [pixels, pixels, 4 * pixels, 4 * x.width, radius + 1, 4, columns, columns];
  const { starts, end } = layout(area);
  const { kernels, memory } = workspace(end);
  const [xAt, yAt, fields, row, weightsAt, sums, luminance, structure] = starts;
  memory.set(x.data, xAt);
  memory.set(y.data, yAt);
  memory.set(weights, weightsAt);
  kernels.interleave(8 * xAt, 8 * yAt, pixels, 8 * fields);
  let ssim = 0;
  let contrast = 0;
  for (let i = 0; i < rows; i++) {
    kernels.sumDown(8 * (fields + 4 * i * x.width), x.width, 8 * weightsAt, radius, 8 * row);
    // prettier-ignore
    kernels.compareAcross(
      8 * row, columns, 8 * weightsAt, radius, c1, c2, unbias, 8 * sums, 8 * luminance, 8 * structure,
    );
    for (let j = 0; j < columns; j++) ssim += memory[luminance + j] * memory[structure + j];
    if (i < margin || i >= rows - margin) continue;
    for (let j = margin; j < columns - margin; j++) contrast += memory[structure + j];
  }
  const inside = (rows - 2 * margin) * (columns - 2 * margin);
  return { ssim: ssim / (rows * columns), contrast: contrast / inside };
}

/** Where areas of these many numbers start, one after the other from the second kilobyte on. */
function layout(areas: readonly number[]): { starts: number[]; end: number } {
  let end = 128;
  const starts = areas.map((numbers) => (end += numbers) - numbers);
  return { starts, end };
}
