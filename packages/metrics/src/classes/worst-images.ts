import { imageSize, type ImageBatch } from '@aelab/images';
import { permutation, random } from '@aelab/kernels/random';
import { mean, variance } from '../statistics/mean.js';
import { nearestSquaredDistances } from '../nearest-distances.js';

/** How far an image lies from what is usual, in standard deviations of the batch. */
export interface Unusual {
  /** Length of the image as a vector: much or little ink. */
  readonly norm: number;
  /** Share of values at an end of the range. */
  readonly saturation: number;
  /** Distance to the nearest training image, if training images were given. */
  readonly novelty?: number;
}

/** A badly reconstructed image and why it may be one. */
export interface WorstImage {
  /** Its place in the batch. */
  readonly index: number;
  readonly error: number;
  readonly unusual: Unusual;
  /** What is most unusual about it; `none` if nothing lies 2 standard deviations from the mean. */
  readonly likelyCause: keyof Unusual | 'none';
}

/**
 * The k images with the largest errors, each with a likely cause: a hint for the eye, no proof.
 *
 * @param errors - one per image, larger is worse (negate a quality)
 * @param original - `[n, height, width, channels]`
 * @param k - at most n are given back
 * @param options - `train`: training images, a few thousand will do, to find images that are like none of them;
 * `seed`: of the 200 images that say what distance to them is usual
 * @throws RangeError if there are not as many errors as images, or training images have another size
 * @example
 * const images = imageBatch(new Uint8Array([9, 9, 9, 9, 9, 9, 255]), [7, 1, 1, 1]);
 * const [worst] = worstImages([1, 2, 1, 2, 1, 2, 50], images, 1, { seed: 0 });
 * worst.index; // 6
 * worst.likelyCause; // 'norm'
 */
export function worstImages(
  errors: ArrayLike<number>,
  original: ImageBatch,
  k: number,
  { train, seed }: { readonly train?: ImageBatch; readonly seed: number },
): WorstImage[] {
  if (errors.length !== original.shape[0])
    throw new RangeError(
      `worstImages: there are ${errors.length} errors and ${original.shape[0]} images; each image needs one`,
    );
  const worst = Array.from(errors, (_, index) => index)
    .sort((a, b) => errors[b] - errors[a])
    .slice(0, k);
  const norms = eachImage(original, norm);
  const saturations = eachImage(original, saturation(original.range));
  const novelty = train && noveltyScale(original, train, seed);
  return worst.map((index) => {
    const unusual: Unusual = {
      norm: deviation(norms[index], norms),
      saturation: deviation(saturations[index], saturations),
      ...(novelty && { novelty: novelty(index) }),
    };
    return { index, error: errors[index], unusual, likelyCause: likelyCause(unusual) };
  });
}

function likelyCause(unusual: Unusual): WorstImage['likelyCause'] {
  const causes = Object.entries(unusual) as [keyof Unusual, number][];
  const [cause, most] = causes.reduce((a, b) => (Math.abs(b[1]) > Math.abs(a[1]) ? b : a));
  return Math.abs(most) >= 2 ? cause : 'none';
}

function eachImage(images: ImageBatch, figure: (values: ImageBatch['data']) => number): Float64Array {
  const size = imageSize(images);
  return Float64Array.from({ length: images.shape[0] }, (_, i) =>
    figure(images.data.subarray(i * size, (i + 1) * size)),
  );
}

function norm(values: ImageBatch['data']): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}

const saturation =
  ([lo, hi]: ImageBatch['range']) =>
  (values: ImageBatch['data']): number => {
    let count = 0;
    for (let i = 0; i < values.length; i++) if (values[i] <= lo || values[i] >= hi) count++;
    return count / values.length;
  };

/** Standard deviations from the mean of all; 0 if they do not differ. */
function deviation(value: number, all: Float64Array): number {
  const sd = all.length > 1 ? Math.sqrt(variance(all)) : 0;
  return sd > 0 ? (value - mean(all)) / sd : 0;
}

/** How far an image is from its nearest training image, against up to 200 images drawn from the batch. */
function noveltyScale(original: ImageBatch, train: ImageBatch, seed: number): (index: number) => number {
  const size = imageSize(original);
  if (imageSize(train) !== size)
    throw new RangeError(
      `worstImages: training images have ${imageSize(train)} values and originals ${size}; both need as many`,
    );
  const distance = (index: number) =>
    Math.sqrt(nearestSquaredDistances(original.data.subarray(index * size, (index + 1) * size), train, 1)[0]);
  const some = permutation(original.shape[0], random(seed, 'usual images')).subarray(0, 200);
  const usual = Float64Array.from(some, distance);
  return (index) => deviation(distance(index), usual);
}
