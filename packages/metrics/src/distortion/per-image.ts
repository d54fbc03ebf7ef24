import { assertComparable, imageSize, type ImageBatch } from '@aelab/images';

type Values = ImageBatch['data'];

/** Reduces the values `from` to `to` of an image and of its reconstruction to one number. */
export type PairMeasure = (original: Values, reconstruction: Values, from: number, to: number) => number;

/**
 * One number per pair of images.
 *
 * @throws RangeError if the batches are not comparable, or their images have no pixels
 */
export function perImage(
  caller: string,
  original: ImageBatch,
  reconstruction: ImageBatch,
  measure: PairMeasure,
): Float64Array {
  assertComparable(caller, original, reconstruction);
  const size = imageSize(original);
  if (size === 0)
    throw new RangeError(
      `${caller}: the images have shape [${original.shape.slice(1).join(',')}] and so no pixels; every side must be 1 or more`,
    );
  const values = new Float64Array(original.shape[0]);
  for (let i = 0; i < values.length; i++)
    values[i] = measure(original.data, reconstruction.data, i * size, (i + 1) * size);
  return values;
}

/** Width of the declared value range, the `L` of PSNR and SSIM. */
export function rangeWidth(images: ImageBatch): number {
  return images.range[1] - images.range[0];
}
