import { occlude } from '@aelab/datasets';
import { assertComparable, imageBatch, toUnitRange, type ImageBatch } from '@aelab/images';

/** Mean squared errors per value, pixels in [0, 1]. */
export interface HoleError {
  /** Where the image was covered. */
  readonly inside: number;
  /** Everywhere else. */
  readonly outside: number;
}

/** 1 where {@link occlude} with this side and seed covers the images, 0 elsewhere. */
export function holesOf({ shape }: ImageBatch, side: number, seed: number): Float32Array {
  const [n, height, width, channels] = shape;
  const white = imageBatch(new Float32Array(n * height * width * channels).fill(1), shape);
  return occlude(white, side, seed).data.map((value) => 1 - value);
}

/**
 * How far images are from the originals inside and outside of the holes, all images together.
 *
 * @throws RangeError if shapes or ranges differ
 */
export function holeError(originals: ImageBatch, images: ImageBatch, holes: Float32Array): HoleError {
  const [x, y] = [toUnitRange(originals), toUnitRange(images)];
  assertComparable('holeError', x, y);
  const sums = [0, 0];
  const counts = [0, 0];
  holes.forEach((hole, i) => {
    sums[hole] += (x.data[i] - y.data[i]) ** 2;
    counts[hole]++;
  });
  return { inside: sums[1] / counts[1], outside: sums[0] / counts[0] };
}
