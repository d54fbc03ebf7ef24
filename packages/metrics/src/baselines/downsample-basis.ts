import type { LinearBasis } from '../pca/linear-basis.js';

/**
 * Downsampling to at most k values: the image is cut into a grid of cells and each painted with its mean, the best that
 * one value per cell and channel can do. All cells are nearly alike, nearly as wide to their height as the image.
 *
 * @param imageShape - `[height, width, channels]`
 * @param k - one value per channel at least, at most height · width · channels
 * @returns a basis of `rows · columns · channels` components, which may be fewer than k
 * @throws RangeError if k is out of bounds
 * @example
 * downsampleBasis([2, 2, 1], 1).components; // [0.5, 0.5, 0.5, 0.5]
 */
export function downsampleBasis(imageShape: LinearBasis['imageShape'], k: number): LinearBasis {
  const [height, width, channels] = imageShape;
  const d = height * width * channels;
  if (!Number.isInteger(k) || k < channels || k > d)
    throw new RangeError(`downsampleBasis: k is ${k}; it must be a whole number from ${channels} to ${d}`);
  const cells = Math.floor(k / channels);
  const down = Math.min(cells, Math.max(1, Math.floor(height * Math.sqrt(k / d) + 1e-9)));
  const rows = cellOfPlace(height, down);
  const columns = cellOfPlace(width, Math.min(width, Math.floor(cells / down)));
  const across = columns[width - 1] + 1;
  const components = new Float64Array((rows[height - 1] + 1) * across * channels * d);
  for (let e = 0; e < d; e++) {
    const [y, x, channel] = [
      Math.floor(e / channels / width),
      Math.floor(e / channels) % width,
      e % channels,
    ];
    const cell = (rows[y] * across + columns[x]) * channels + channel;
    components[cell * d + e] = 1;
  }
  for (let start = 0; start < components.length; start += d)
    toUnitLength(components.subarray(start, start + d));
  return { mean: new Float64Array(d), components, imageShape };
}

/** For each place along a side, the number of its cell. */
function cellOfPlace(size: number, cells: number): number[] {
  return Array.from({ length: size }, (_, place) => Math.floor((place * cells) / size));
}

function toUnitLength(row: Float64Array): void {
  const length = Math.hypot(...row);
  for (let e = 0; e < row.length; e++) row[e] /= length;
}
