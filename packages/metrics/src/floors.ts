import { imageSize, selectImages, type ImageBatch } from '@aelab/images';
import { addByteCounts, mediansOfByteCounts } from './byte-counts.js';
import { imagesByClass } from './classes/images-by-class.js';

/** Images that a model must beat: each answers for every test image without having looked at it. */
export interface NaiveFloors {
  /** One black image: every value the low end of the range. */
  readonly zero: ImageBatch;
  /** One image, the training images' mean: the constant with the least MSE. */
  readonly mean: ImageBatch;
  /** One image, the median of each value: the constant with the least MAE. */
  readonly median: ImageBatch;
  /** One mean image per class. It is told the class of a test image, which a model is not. */
  readonly classMean: ImageBatch;
}

/**
 * The naive floors, fitted on training images.
 *
 * @param train - the images that the model may learn from, and no test images
 * @param labels - one class number per image, from 0; for images without classes, zeros and 1 class
 * @param nClasses - a class without training images gets the mean of all
 * @returns float images in the range of `train`
 * @throws RangeError if there is no image, or labels do not fit
 * @example
 * const train = imageBatch(new Uint8Array([0, 10, 50, 200]), [4, 1, 1, 1]);
 * const floors = naiveFloors(train, [0, 0, 1, 1], 2);
 * floors.mean.data; // [65]
 * floors.median.data; // [30]
 * floors.classMean.data; // [5, 125]
 */
export function naiveFloors(train: ImageBatch, labels: ArrayLike<number>, nClasses: number): NaiveFloors {
  assertLabelled(train, labels);
  const images = imagesByClass('naiveFloors', labels, nClasses);
  const { sums, total } = classSums(train, labels, nClasses);
  const batch = (data: Float32Array): ImageBatch => ({
    data,
    shape: [data.length / imageSize(train), train.shape[1], train.shape[2], train.shape[3]],
    range: train.range,
  });
  const mean = total.map((sum) => sum / train.shape[0]);
  const classMeans = sums.flatMap((sum, c) =>
    Array.from(images[c].length ? sum.map((s) => s / images[c].length) : mean),
  );
  return {
    zero: batch(new Float32Array(mean.length).fill(train.range[0])),
    mean: batch(Float32Array.from(mean)),
    median: batch(medianImage(train)),
    classMean: batch(Float32Array.from(classMeans)),
  };
}

/**
 * What a floor gives for the test images with these labels, as a batch to evaluate like any reconstruction.
 *
 * @param labels - those of the test images; only `classMean` looks at them
 * @throws RangeError if a label is no class of the floors
 * @example
 * const floors = naiveFloors(imageBatch(new Uint8Array([0, 20]), [2, 1, 1, 1]), [0, 1], 2);
 * floorReconstruction(floors, 'mean', [1, 1, 0]).data; // [10, 10, 10]
 * floorReconstruction(floors, 'classMean', [1, 1, 0]).data; // [20, 20, 0]
 */
export function floorReconstruction(
  floors: NaiveFloors,
  floor: keyof NaiveFloors,
  labels: ArrayLike<number>,
): ImageBatch {
  return selectImages(floors[floor], floor === 'classMean' ? labels : new Uint8Array(labels.length));
}

function assertLabelled(train: ImageBatch, labels: ArrayLike<number>): void {
  if (train.shape[0] === 0 || labels.length !== train.shape[0])
    throw new RangeError(
      `naiveFloors: there are ${train.shape[0]} images and ${labels.length} labels; it needs as many of both, 1 or more`,
    );
}

function classSums(train: ImageBatch, labels: ArrayLike<number>, nClasses: number) {
  const size = imageSize(train);
  const sums = Array.from({ length: nClasses }, () => new Float64Array(size));
  for (let i = 0; i < train.shape[0]; i++) {
    const sum = sums[labels[i]];
    for (let k = 0, at = i * size; k < size; k++, at++) sum[k] += train.data[at];
  }
  const total = new Float64Array(size);
  for (const sum of sums) for (let k = 0; k < size; k++) total[k] += sum[k];
  return { sums, total };
}

function medianImage(train: ImageBatch): Float32Array {
  return train.data instanceof Uint8Array
    ? medianOfBytes(train.data, imageSize(train))
    : medianOfFloats(train.data, imageSize(train));
}

function medianOfBytes(data: Uint8Array, size: number): Float32Array {
  const counts = new Uint32Array(size * 256);
  addByteCounts(counts, data);
  return mediansOfByteCounts(counts);
}

/** Gathers 16 places at a time, because each image read brings in their whole cache line. */
function medianOfFloats(data: Float32Array | Float64Array, size: number): Float32Array {
  const n = data.length / size;
  const columns = Array.from({ length: 16 }, () => new Float64Array(n));
  const medians = new Float32Array(size);
  for (let from = 0; from < size; from += 16) {
    const to = Math.min(from + 16, size);
    for (let i = 0; i < n; i++) for (let k = from; k < to; k++) columns[k - from][i] = data[i * size + k];
    for (let k = from; k < to; k++) medians[k] = median(columns[k - from]);
  }
  return medians;
}

function median(values: Float64Array): number {
  const upper = select(values, values.length >> 1);
  if (values.length % 2) return upper;
  const lower = values.subarray(0, values.length >> 1).reduce((most, value) => Math.max(most, value));
  return (lower + upper) / 2;
}

/** The value of this rank, by Hoare's quickselect; leaves no greater value before it. */
function select(values: Float64Array, rank: number): number {
  let lo = 0;
  let hi = values.length - 1;
  while (lo < hi) {
    const pivot = values[(lo + hi) >> 1];
    let i = lo;
    let j = hi;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        [values[i], values[j]] = [values[j], values[i]];
        i++;
        j--;
      }
    }
    if (rank <= j) hi = j;
    else if (rank >= i) lo = i;
    else break;
  }
  return values[rank];
}
