import type { LinearBasis } from '../pca/linear-basis.js';

/**
 * The k lowest frequencies of the discrete cosine transform (DCT-II) of whole images, each channel by itself: a code
 * that has learnt nothing, so the gap from it to PCA is what fitting to the data is worth.
 *
 * Lowest first by `(u / height)² + (v / width)²`; of two alike, the one that varies less from row to row.
 *
 * @param imageShape - `[height, width, channels]`
 * @param k - 1 to height · width · channels
 * @throws RangeError if k is out of bounds
 * @example
 * dctBasis([1, 2, 1], 2).components; // [0.70710678, 0.70710678, 0.70710678, -0.70710678]
 */
export function dctBasis(imageShape: LinearBasis['imageShape'], k: number): LinearBasis {
  const [height, width, channels] = imageShape;
  const d = height * width * channels;
  if (!Number.isInteger(k) || k < 1 || k > d)
    throw new RangeError(`dctBasis: k is ${k}; it must be a whole number from 1 to ${d}`);
  const components = new Float64Array(k * d);
  lowestFrequencies(imageShape, k).forEach(({ u, v, channel }, r) => {
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        components[r * d + (y * width + x) * channels + channel] = cosine(u, y, height) * cosine(v, x, width);
  });
  return { mean: new Float64Array(d), components, imageShape };
}

function lowestFrequencies([height, width, channels]: LinearBasis['imageShape'], k: number) {
  const frequencies = Array.from({ length: height * width * channels }, (_, e) => {
    const u = Math.floor(e / channels / width);
    const v = Math.floor(e / channels) % width;
    return { u, v, channel: e % channels, squared: (u / height) ** 2 + (v / width) ** 2 };
  });
  return frequencies.sort((a, b) => a.squared - b.squared).slice(0, k);
}

/** Orthonormal over `place` = 0 … size − 1. */
function cosine(frequency: number, place: number, size: number): number {
  const scale = Math.sqrt((frequency === 0 ? 1 : 2) / size);
  return scale * Math.cos((Math.PI * frequency * (2 * place + 1)) / (2 * size));
}
