import { imageSize, type ImageBatch } from '@aelab/images';
import type { ImageDataset } from './image-dataset.js';

/** What the images of a data set are like, all together and class by class. */
export interface ImagesDescription extends ClassDescription {
  readonly classes: readonly ClassDescription[];
  /** Mean of each channel over all pixels, in [0, 1]. */
  readonly channelMeans: readonly number[];
}

/** What some images are like. */
export interface ClassDescription {
  readonly label: string;
  /** The number of images. */
  readonly n: number;
  /** Mean over the images of the sum of their values in [0, 1]: how much is drawn, where drawing is bright. */
  readonly meanInk: number;
  /** `[1, height, width, channels]` in [0, 1] */
  readonly meanImage: ImageBatch;
}

/**
 * Counts, mean images and ink of a data set.
 *
 * Ink says how much there is to reconstruct: a "1" of MNIST has less than half the ink of a "0", and its error is small for
 * that reason alone.
 *
 * @returns NaN as the mean of a class without images
 */
export function describeImages({ images, labels, classNames, name }: ImageDataset): ImagesDescription {
  const size = imageSize(images);
  const sums = classNames.map(() => new Float64Array(size));
  const counts = new Uint32Array(classNames.length);
  labels.forEach((label, i) => {
    counts[label]++;
    const sum = sums[label];
    for (let k = 0, from = i * size; k < size; k++) sum[k] += images.data[from + k];
  });
  const total = Float64Array.from({ length: size }, (_, k) => sums.reduce((all, sum) => all + sum[k], 0));
  const whole = describe(name, labels.length, total, images);
  return {
    ...whole,
    classes: classNames.map((label, k) => describe(label, counts[k], sums[k], images)),
    channelMeans: channelMeans(whole.meanImage),
  };
}

function describe(
  label: string,
  n: number,
  sum: Float64Array,
  { shape, range }: ImageBatch,
): ClassDescription {
  const [lo, hi] = range;
  const data = sum.map((value) => (value / n - lo) / (hi - lo));
  const meanInk = data.reduce((a, b) => a + b, 0);
  return { label, n, meanInk, meanImage: { data, shape: [1, shape[1], shape[2], shape[3]], range: [0, 1] } };
}

function channelMeans({ data, shape }: ImageBatch): number[] {
  const [, height, width, channels] = shape;
  const means = new Array<number>(channels).fill(0);
  data.forEach((value, k) => (means[k % channels] += value / (height * width)));
  return means;
}
