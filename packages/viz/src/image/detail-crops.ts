import { assertComparable, imageSize, type ImageBatch } from '@aelab/images';

/** The same square of an image and of two reconstructions of it. */
export interface DetailCrops {
  readonly originals: ImageBatch;
  readonly first: ImageBatch;
  readonly second: ImageBatch;
  /** Where each square begins in its image. */
  readonly corners: readonly { readonly top: number; readonly left: number }[];
}

/**
 * From each image the square in which two models' reconstructions differ most, to be looked at enlarged. Chosen by
 * their difference alone, not by which of them is right.
 *
 * @param size - pixels on a side
 * @throws RangeError if shapes or ranges differ, or the images are smaller than the square
 */
export function detailCrops(
  originals: ImageBatch,
  first: ImageBatch,
  second: ImageBatch,
  size: number,
): DetailCrops {
  assertComparable('detailCrops', originals, first);
  assertComparable('detailCrops', originals, second);
  const [n, height, width] = originals.shape;
  if (!(Number.isInteger(size) && size >= 1 && size <= Math.min(height, width)))
    throw new RangeError(
      `detailCrops: size is ${size} and the images are ${height}×${width}; it must be a whole number from 1 to ${Math.min(height, width)}`,
    );
  const corners = Array.from({ length: n }, (_, i) => greatestDifference(first, second, i, size));
  const crop = (images: ImageBatch) => cropped(images, corners, size);
  return { originals: crop(originals), first: crop(first), second: crop(second), corners };
}

function greatestDifference(first: ImageBatch, second: ImageBatch, i: number, size: number) {
  const [, height, width, channels] = first.shape;
  const from = i * imageSize(first);
  const sums = new Float64Array((height + 1) * (width + 1)); // summed-area table
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let difference = 0;
      for (let c = 0, k = from + (y * width + x) * channels; c < channels; c++, k++)
        difference += (first.data[k] - second.data[k]) ** 2;
      const at = (y + 1) * (width + 1) + x + 1;
      sums[at] = difference + sums[at - 1] + sums[at - width - 1] - sums[at - width - 2];
    }
  let best = { top: 0, left: 0, sum: -1 };
  for (let top = 0; top + size <= height; top++)
    for (let left = 0; left + size <= width; left++) {
      const at = (y: number, x: number) => sums[y * (width + 1) + x];
      const sum = at(top + size, left + size) - at(top, left + size) - at(top + size, left) + at(top, left);
      if (sum > best.sum) best = { top, left, sum };
    }
  return { top: best.top, left: best.left };
}

function cropped(images: ImageBatch, corners: DetailCrops['corners'], size: number): ImageBatch {
  const [n, , width, channels] = images.shape;
  const Values = (images.data instanceof Uint8Array ? Uint8Array : Float64Array) as new (
    length: number,
  ) => Float64Array;
  const data = new Values(n * size * size * channels);
  corners.forEach(({ top, left }, i) => {
    for (let y = 0; y < size; y++) {
      const from = i * imageSize(images) + ((top + y) * width + left) * channels;
      data.set(
        (images.data as Float64Array).subarray(from, from + size * channels),
        (i * size + y) * size * channels,
      );
    }
  });
  return { data, shape: [n, size, size, channels], range: images.range };
}
