import { assertComparable, type ImageBatch } from '@aelab/images';

/** A figure for each of four bands that together hold all of an image. */
export interface Bands<T> {
  /** Coarse shapes of the brightness. */
  readonly lumaLow: T;
  /** Fine detail of the brightness. */
  readonly lumaHigh: T;
  /** Regions of colour. */
  readonly chromaLow: T;
  /** Fine detail of the colour. */
  readonly chromaHigh: T;
}

/**
 * The mean squared error of each reconstruction, split by spatial frequency and into brightness and colour, in squared
 * units of the declared range. The four bands add up to {@link mse} exactly.
 *
 * Luma is here the mean of the channels and chroma what is left, and frequencies are those of an orthonormal cosine
 * transform: both are what makes the parts add up. Low means below a quarter of the Nyquist frequency in both
 * directions: waves longer than 8 pixels.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range
 * @returns n values per band; 0 is perfect, lower is better. Chroma is 0 for grey images
 * @throws RangeError if shapes or ranges differ
 * @example
 * const grey = imageBatch(new Float32Array(16), [1, 4, 4, 1]);
 * bandError(grey, imageBatch(new Float32Array(16).fill(0.5), [1, 4, 4, 1])).lumaLow; // [0.25]
 */
export function bandError(original: ImageBatch, reconstruction: ImageBatch): Bands<Float64Array> {
  assertComparable('bandError', original, reconstruction);
  return bandEnergies(original, (start, values) => {
    for (let k = 0; k < values.length; k++)
      values[k] = original.data[start + k] - reconstruction.data[start + k];
  });
}

/**
 * The mean square of each image without its mean colour, split into the bands of {@link bandError}: what there is to
 * lose in each.
 *
 * @param images - `[n, height, width, channels]`
 * @returns n values per band, in squared units of the declared range. Chroma is 0 for grey images
 * @example
 * bandContent(imageBatch(new Float32Array([0, 1, 0, 1]), [1, 1, 4, 1])).lumaHigh; // [0.25]
 */
export function bandContent(images: ImageBatch): Bands<Float64Array> {
  const channels = images.shape[3];
  return bandEnergies(images, (start, values) => {
    for (let k = 0; k < values.length; k++) values[k] = images.data[start + k];
    const colour = meanColour(values, channels);
    for (let k = 0; k < values.length; k++) values[k] -= colour[k % channels];
  });
}

/**
 * Share of each band that a batch of reconstructions loses: `Σ (error in the band)² / Σ (original in the band)²`, each
 * original without its mean colour. "Colour regions, not detail" is a small `chromaLow` beside a `lumaHigh` near 1.
 *
 * @param original - `[n, height, width, channels]`
 * @param reconstruction - same shape and range
 * @returns one number per band; 0 is perfect, 1 as bad as a patch of mean colour. NaN where originals and errors have
 * nothing in the band, as grey images have no chroma
 * @throws RangeError if shapes or ranges differ
 * @example
 * const stripes = imageBatch(new Float32Array([0, 1, 0, 1]), [1, 1, 4, 1]);
 * bandLoss(stripes, imageBatch(new Float32Array(4).fill(0.5), [1, 1, 4, 1])).lumaHigh; // 1
 */
export function bandLoss(original: ImageBatch, reconstruction: ImageBatch): Bands<number> {
  const error = bandError(original, reconstruction);
  const content = bandContent(original);
  const ratio = (band: keyof Bands<unknown>) => total(error[band]) / total(content[band]);
  return {
    lumaLow: ratio('lumaLow'),
    lumaHigh: ratio('lumaHigh'),
    chromaLow: ratio('chromaLow'),
    chromaHigh: ratio('chromaHigh'),
  };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function meanColour(values: Float64Array, channels: number): Float64Array {
  const sums = new Float64Array(channels);
  for (let k = 0; k < values.length; k++) sums[k % channels] += values[k];
  return sums.map((sum) => (sum * channels) / values.length);
}

/** Mean square of a signal over each image, by band; `fill` gives the signal of the image that starts at a place. */
function bandEnergies(
  { shape }: ImageBatch,
  fill: (start: number, values: Float64Array) => void,
): Bands<Float64Array> {
  const [n, height, width, channels] = shape;
  const lowEnergy = lowPass(height, width);
  const values = new Float64Array(height * width * channels);
  const bands = [0, 1, 2, 3].map(() => new Float64Array(n));
  for (let i = 0; i < n; i++) {
    fill(i * values.length, values);
    const luma = channelMeans(values, channels);
    const lumaLow = lowEnergy(luma) * channels;
    bands[0][i] = lumaLow;
    bands[1][i] = energy(luma) * channels - lumaLow;
    for (let c = 0; c < channels && channels > 1; c++) {
      const chroma = luma.map((mean, pixel) => values[pixel * channels + c] - mean);
      const low = lowEnergy(chroma);
      bands[2][i] += low;
      bands[3][i] += energy(chroma) - low;
    }
  }
  const perValue = (sums: Float64Array) => sums.map((sum) => Math.max(0, sum) / values.length); // −1e-18 by rounding
  const [lumaLow, lumaHigh, chromaLow, chromaHigh] = bands.map(perValue);
  return { lumaLow, lumaHigh, chromaLow, chromaHigh };
}

function channelMeans(values: Float64Array, channels: number): Float64Array {
  const means = new Float64Array(values.length / channels);
  for (let pixel = 0, at = 0; pixel < means.length; pixel++)
    for (let c = 0; c < channels; c++, at++) means[pixel] += values[at] / channels;
  return means;
}

function energy(plane: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < plane.length; i++) sum += plane[i] * plane[i];
  return sum;
}

/** A function for the energy that a plane of this size has in the low quarter of the frequencies of both directions. */
function lowPass(height: number, width: number): (plane: Float64Array) => number {
  const rows = lowCosines(height);
  const columns = lowCosines(width);
  const filtered = new Float64Array(width);
  return (plane) => {
    let sum = 0;
    for (const row of rows) {
      filtered.fill(0);
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) filtered[x] += row[y] * plane[y * width + x];
      for (const column of columns) {
        let coefficient = 0;
        for (let x = 0; x < width; x++) coefficient += column[x] * filtered[x];
        sum += coefficient * coefficient;
      }
    }
    return sum;
  };
}

/** The waves of an orthonormal cosine transform (DCT-II) of this length below a quarter of the Nyquist frequency. */
function lowCosines(length: number): Float64Array[] {
  return Array.from({ length: Math.ceil(length / 4) }, (_, u) =>
    Float64Array.from(
      { length },
      (_, x) => Math.sqrt((u ? 2 : 1) / length) * Math.cos((Math.PI * u * (2 * x + 1)) / (2 * length)),
    ),
  );
}
