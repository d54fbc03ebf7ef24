import { assertComparable, toUnitRange, type ImageBatch } from '@aelab/images';

/**
 * Where each reconstruction errs: blue where it is too dark, orange where it is too bright, white where it is right.
 * Full colour is an error of half the range, so that small ones are seen.
 *
 * @returns RGB images of the same height and width; of several channels, the mean error is drawn
 * @throws RangeError if the shapes or the ranges differ
 */
export function errorMaps(originals: ImageBatch, reconstructions: ImageBatch): ImageBatch {
  assertComparable('errorMaps', originals, reconstructions);
  const [n, height, width, channels] = originals.shape;
  const [from, to] = [toUnitRange(originals).data, toUnitRange(reconstructions).data];
  const errors = Float32Array.from({ length: n * height * width }, (_, p) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += to[p * channels + c] - from[p * channels + c];
    return sum / channels;
  });
  return signedColours(errors, [n, height, width, 1], 0.5);
}

/**
 * Signed values as colours: blue below zero, white at zero, orange above. For latents, filters and components.
 *
 * @param shape - `[n, height, width, 1]`
 * @param full - the absolute value that has full colour; the greatest of each image unless told
 * @throws RangeError if the images have more than one channel
 */
export function signedColours(
  values: ArrayLike<number>,
  shape: ImageBatch['shape'],
  full?: number,
): ImageBatch {
  const [n, height, width, channels] = shape;
  if (channels !== 1)
    throw new RangeError(
      `signedColours: images have ${channels} channels; colours stand for one value per pixel`,
    );
  const data = new Uint8Array(n * height * width * 3);
  const size = height * width;
  for (let i = 0; i < n; i++) {
    const greatest = full ?? greatestOf(values, i * size, size);
    for (let k = i * size; k < (i + 1) * size; k++) data.set(colourOf(values[k] / (greatest || 1)), 3 * k);
  }
  return { data, shape: [n, height, width, 3], range: [0, 255] };
}

const [below, above] = [
  [10, 91, 196],
  [217, 112, 26],
];

/** A value from −1 to 1 as a colour from blue over white to orange. */
function colourOf(value: number): number[] {
  const share = Math.min(1, Math.abs(value));
  return (value < 0 ? below : above).map((channel) => Math.round(255 + share * (channel - 255)));
}

function greatestOf(values: ArrayLike<number>, from: number, length: number): number {
  let greatest = 0;
  for (let k = from; k < from + length; k++) greatest = Math.max(greatest, Math.abs(values[k]));
  return greatest;
}
