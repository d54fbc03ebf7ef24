import { assertComparable, imageSize, type ImageBatch } from '@aelab/images';
import { deriveSeed } from '@aelab/kernels/random';
import { mae } from '../distortion/mae.js';
import { mse } from '../distortion/mse.js';
import { rangeWidth } from '../distortion/per-image.js';
import { imagesByClass } from './images-by-class.js';
import { bootstrapRatio, type BootstrapOptions, type Estimate } from '../statistics/bootstrap.js';

/**
 * Ink of each image: `Σ (x − lo) / (hi − lo)` over its values, so that one fully white value of a grey image is 1 unit
 * whatever the declared range.
 *
 * @param images - bright strokes on black; invert dark ones on white first, or the paper counts as ink
 * @returns n values, 0 or more unless values lie below the range
 * @example
 * ink(imageBatch(new Uint8Array([0, 51, 255, 0]), [1, 2, 2, 1])); // [1.2]
 */
export function ink(images: ImageBatch): Float64Array {
  const [lo] = images.range;
  const width = rangeWidth(images);
  return sumPerImage(images, (value) => (value - lo) / width);
}

/**
 * Binary ink of each image: how many of its values lie in the upper half of the declared range.
 *
 * @returns n whole numbers
 * @example
 * binaryInk(imageBatch(new Uint8Array([0, 51, 255, 128]), [1, 2, 2, 1])); // [2]
 */
export function binaryInk(images: ImageBatch): Float64Array {
  const middle = (images.range[0] + images.range[1]) / 2;
  return sumPerImage(images, (value) => (value > middle ? 1 : 0));
}

function sumPerImage(images: ImageBatch, amount: (value: number) => number): Float64Array {
  const size = imageSize(images);
  return Float64Array.from({ length: images.shape[0] }, (_, i) => {
    let sum = 0;
    for (let at = i * size; at < (i + 1) * size; at++) sum += amount(images.data[at]);
    return sum;
  });
}

/** The error of one class for its ink; each figure with its bootstrap interval. */
export interface ClassInkError {
  readonly label: string;
  readonly n: number;
  /** Mean ink of an original; NaN for a class without images. */
  readonly ink: number;
  /** `100 · Σ (x − y)² / Σ ink` */
  readonly squared: Estimate;
  /** `100 · Σ |x − y| / Σ ink` */
  readonly absolute: Estimate;
  /** `100 · Σ (x − y)² / Σ binary ink` */
  readonly squaredBinary: Estimate;
  /** `100 · Σ |x − y| / Σ binary ink` */
  readonly absoluteBinary: Estimate;
}

/**
 * Reconstruction error per 100 units of ink in the originals, for each class: is a "1" easy, or is there just less of it?
 *
 * A ratio of two sums over the class, not a mean of ratios, which faint images would dominate. Errors are taken in
 * units of the declared range's width, so the figures do not depend on whether it is [0, 1] or [0, 255].
 *
 * @param original - `[n, height, width, channels]`, bright on black
 * @param reconstruction - same shape and range
 * @param labels - one class number per image, from 0
 * @param classNames - a name for each class, present or not
 * @returns one entry per class name; lower is better, 0 is perfect, NaN for a class without images, `Infinity` for one
 * whose images have errors and no ink
 * @throws RangeError if shapes, ranges or labels do not fit
 * @example
 * const original = imageBatch(new Float32Array([1, 1, 0, 0]), [1, 2, 2, 1]);
 * const grey = imageBatch(new Float32Array(4).fill(0.5), [1, 2, 2, 1]);
 * errorPer100Ink(original, grey, [0], ['square'], { seed: 0 })[0].squared.value; // 50
 */
export function errorPer100Ink(
  original: ImageBatch,
  reconstruction: ImageBatch,
  labels: ArrayLike<number>,
  classNames: readonly string[],
  options: BootstrapOptions,
): ClassInkError[] {
  assertComparable('errorPer100Ink', original, reconstruction);
  assertLabels(original, labels);
  const size = imageSize(original);
  const width = rangeWidth(original);
  const squared = mse(original, reconstruction).map((error) => (error * size) / width ** 2);
  const absolute = mae(original, reconstruction).map((error) => (error * size) / width);
  const grey = ink(original);
  const binary = binaryInk(original);
  return imagesByClass('errorPer100Ink', labels, classNames.length).map((images, c) => {
    const seeded = { ...options, seed: deriveSeed(options.seed, 'class', c) };
    return {
      label: classNames[c],
      n: images.length,
      ink: images.reduce((sum, i) => sum + grey[i], 0) / images.length,
      squared: ratioOfSums(squared, grey, images, seeded),
      absolute: ratioOfSums(absolute, grey, images, seeded),
      squaredBinary: ratioOfSums(squared, binary, images, seeded),
      absoluteBinary: ratioOfSums(absolute, binary, images, seeded),
    };
  });
}

/** `100 · Σ errors / Σ ink` of the images with these numbers. */
function ratioOfSums(
  errors: Float64Array,
  inks: Float64Array,
  images: readonly number[],
  options: BootstrapOptions,
): Estimate {
  const error = Float64Array.from(images, (i) => 100 * errors[i]);
  const amount = Float64Array.from(images, (i) => inks[i]);
  return bootstrapRatio(error, amount, options);
}

function assertLabels(original: ImageBatch, labels: ArrayLike<number>): void {
  if (labels.length !== original.shape[0])
    throw new RangeError(
      `errorPer100Ink: there are ${original.shape[0]} images and ${labels.length} labels; each image needs one label`,
    );
}
