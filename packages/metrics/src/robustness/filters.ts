import { imageSize, type ImageBatch } from '@aelab/images';

/**
 * Each value replaced by the median of the square of `size` × `size` pixels about it, per channel: the classic answer
 * to salt and pepper noise, and a floor for denoisers. Edges are mirrored, the edge pixel included.
 *
 * @param images - `[n, height, width, channels]`
 * @param size - odd
 * @returns the same shape, range and type of data
 * @throws RangeError if size is not an odd number of 1 or more
 * @example
 * medianFilter(imageBatch(new Uint8Array([1, 1, 9, 1, 1]), [1, 1, 5, 1]), 3).data; // [1, 1, 1, 1, 1]
 * @see SciPy, `ndimage.median_filter`
 */
export function medianFilter(images: ImageBatch, size: number): ImageBatch {
  if (!(size >= 1 && size % 2 === 1))
    throw new RangeError(`medianFilter: size is ${size}; it must be an odd number of 1 or more`);
  const [n, height, width, channels] = images.shape;
  const radius = (size - 1) / 2;
  const window = new Float64Array(size * size);
  const rows = mirroredPlaces(height, radius);
  const columns = mirroredPlaces(width, radius);
  const data = images.data.slice();
  for (let i = 0, at = 0; i < n; i++) {
    const start = i * imageSize(images);
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++)
        for (let c = 0; c < channels; c++, at++) {
          let count = 0;
          for (let dy = 0; dy < size; dy++)
            for (let dx = 0; dx < size; dx++)
              insertSorted(
                window,
                count++,
                images.data[start + (rows[y + dy] * width + columns[x + dx]) * channels + c],
              );
          data[at] = window[(count - 1) / 2];
        }
  }
  return { data, shape: images.shape, range: images.range };
}

function insertSorted(sorted: Float64Array, count: number, value: number): void {
  let at = count;
  for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
  sorted[at] = value;
}

/**
 * Images blurred by a Gaussian, per channel: the classic answer to Gaussian noise, and a floor for denoisers. Edges are
 * mirrored, the edge pixel included; the window ends at 4 σ.
 *
 * @param images - `[n, height, width, channels]`
 * @param sigma - standard deviation in pixels, above 0
 * @returns the same shape and range, as floats
 * @throws RangeError if sigma is not above 0
 * @example
 * gaussianFilter(imageBatch(new Float32Array([0, 0, 1, 0, 0]), [1, 1, 5, 1]), 0.5).data[2]; // 0.786571
 * @see SciPy, `ndimage.gaussian_filter`
 */
export function gaussianFilter(images: ImageBatch, sigma: number): ImageBatch {
  if (!(sigma > 0)) throw new RangeError(`gaussianFilter: sigma is ${sigma}; it must be a number above 0`);
  const [n, height, width, channels] = images.shape;
  const weights = gaussianWeights(sigma);
  const pitch = width * channels;
  const down = lineBlur(height, pitch, weights);
  const across = lineBlur(width, channels, weights);
  const data = images.data instanceof Float64Array ? images.data.slice() : Float32Array.from(images.data);
  for (let i = 0; i < n; i++) {
    const start = i * imageSize(images);
    for (let k = 0; k < pitch; k++) down(data, start + k);
    for (let y = 0; y < height; y++) for (let c = 0; c < channels; c++) across(data, start + y * pitch + c);
  }
  return { data, shape: images.shape, range: images.range };
}

function gaussianWeights(sigma: number): Float64Array {
  const radius = Math.floor(4 * sigma + 0.5);
  const weights = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / sigma) ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/** A function that blurs, in place, `length` values that lie `step` apart. */
function lineBlur(
  length: number,
  step: number,
  weights: Float64Array,
): (data: Float32Array | Float64Array, start: number) => void {
  const places = mirroredPlaces(length, (weights.length - 1) / 2);
  const line = new Float64Array(places.length);
  return (data, start) => {
    for (let i = 0; i < line.length; i++) line[i] = data[start + places[i] * step];
    for (let i = 0; i < length; i++) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * line[i + k];
      data[start + i * step] = sum;
    }
  };
}

/** The numbers −radius to length + radius − 1, mirrored into 0 to length − 1 with the ends twice: … 1 0 0 1 2 … */
function mirroredPlaces(length: number, radius: number): Int32Array {
  return Int32Array.from({ length: length + 2 * radius }, (_, i) => {
    const place = (((i - radius) % (2 * length)) + 2 * length) % (2 * length);
    return place < length ? place : 2 * length - 1 - place;
  });
}
