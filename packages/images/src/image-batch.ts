/** A batch of images: `data` in row-major `[n, height, width, channels]` order, and the values' declared range. */
export interface ImageBatch {
  readonly data: Float32Array | Float64Array | Uint8Array;
  /** `[n, height, width, channels]` */
  readonly shape: readonly [n: number, height: number, width: number, channels: number];
  /** The declared lowest and highest value, `[0, 1]` or `[0, 255]` as a rule. */
  readonly range: readonly [lo: number, hi: number];
}

/**
 * An {@link ImageBatch} whose layout and value range have been checked.
 *
 * Reconstructions may overshoot their range (PCA does), so a value is refused only when it is not finite or lies more
 * than one width of the range outside it: 0–255 data declared as 0–1 is caught, a slightly negative pixel is not.
 *
 * @param data - n·height·width·channels values, channels last
 * @param shape - `[n, height, width, channels]`
 * @param range - declared, never guessed from the values; by default `[0, 255]` for bytes and `[0, 1]` for floats
 * @throws RangeError if the shape does not hold the data, or a value cannot belong to the range
 * @example
 * imageBatch(new Float32Array(64), [1, 8, 8, 1]).range; // [0, 1]
 */
export function imageBatch(
  data: ImageBatch['data'],
  shape: ImageBatch['shape'],
  range: ImageBatch['range'] = data instanceof Uint8Array ? [0, 255] : [0, 1],
): ImageBatch {
  assertLayout('imageBatch', data.length, shape);
  assertValues('imageBatch', data, range);
  return { data, shape, range };
}

function assertLayout(caller: string, length: number, shape: readonly number[]): void {
  if (shape.length !== 4 || shape.some((size) => !Number.isInteger(size) || size < 0))
    throw new RangeError(
      `${caller}: shape is [${shape.join(',')}]; it must be four whole numbers [n, height, width, channels]`,
    );
  const expected = shape.reduce((product, size) => product * size, 1);
  if (length !== expected)
    throw new RangeError(
      `${caller}: data has ${length} values and shape [${shape.join(',')}] needs ${expected}`,
    );
}

function assertValues(caller: string, data: ImageBatch['data'], range: ImageBatch['range']): void {
  const [lo, hi] = range;
  if (!(hi > lo) || !Number.isFinite(hi - lo))
    throw new RangeError(`${caller}: range is [${lo},${hi}]; it must be two finite numbers, the lower first`);
  const width = hi - lo;
  const index = data.findIndex((value) => !(value >= lo - width && value <= hi + width));
  if (index >= 0)
    throw new RangeError(
      `${caller}: value ${index} is ${data[index]} and the declared range is [${lo},${hi}]; declare the range that the values are in`,
    );
}

/**
 * Checks that two batches can be compared pixel by pixel.
 *
 * @param caller - the function that the message names
 * @throws RangeError if the shapes or the ranges differ
 */
export function assertComparable(caller: string, original: ImageBatch, reconstruction: ImageBatch): void {
  if (original.shape.join() !== reconstruction.shape.join())
    throw new RangeError(
      `${caller}: original has shape [${original.shape.join(',')}] and reconstruction [${reconstruction.shape.join(',')}]; both must have the same shape [batch, height, width, channels]`,
    );
  if (original.range.join() !== reconstruction.range.join())
    throw new RangeError(
      `${caller}: original has range [${original.range.join(',')}] and reconstruction [${reconstruction.range.join(',')}]; both must declare the same range (see toUnitRange)`,
    );
}

/** Values in one image: height · width · channels. */
export function imageSize(batch: ImageBatch): number {
  return batch.shape[1] * batch.shape[2] * batch.shape[3];
}

/**
 * The same images as Float32 values in [0, 1]; a batch that already is comes back as it is.
 *
 * @example
 * toUnitRange(imageBatch(new Uint8Array([0, 51, 255]), [1, 1, 3, 1])).data; // [0, 0.2, 1]
 */
export function toUnitRange(batch: ImageBatch): ImageBatch & { readonly data: Float32Array } {
  const { data, shape, range } = batch;
  if (data instanceof Float32Array && range[0] === 0 && range[1] === 1) return { data, shape, range };
  const unit = new Float32Array(data.length);
  const width = range[1] - range[0];
  if (data instanceof Uint8Array) {
    const levels = Float32Array.from({ length: 256 }, (_, level) => (level - range[0]) / width);
    for (let i = 0; i < data.length; i++) unit[i] = levels[data[i]];
  } else for (let i = 0; i < data.length; i++) unit[i] = (data[i] - range[0]) / width;
  return { data: unit, shape, range: [0, 1] };
}

/**
 * The images with the given indices, in that order, copied.
 *
 * @throws RangeError if an index is not one of the batch
 * @example
 * selectImages(imageBatch(new Uint8Array([7, 8, 9]), [3, 1, 1, 1]), [2, 0]).data; // [9, 7]
 */
export function selectImages(batch: ImageBatch, indices: ArrayLike<number>): ImageBatch {
  const size = imageSize(batch);
  // Node's Buffer is a Uint8Array too, and its constructor is deprecated.
  const { constructor } = batch.data instanceof Uint8Array ? Uint8Array.prototype : batch.data;
  const Values = constructor as new (length: number) => Float32Array;
  const data = new Values(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i];
    if (!(from >= 0 && from < batch.shape[0] && Number.isInteger(from)))
      throw new RangeError(
        `selectImages: index ${i} is ${from}; the batch has images 0 to ${batch.shape[0] - 1}`,
      );
    data.set((batch.data as Float32Array).subarray(from * size, (from + 1) * size), i * size);
  }
  return {
    data,
    shape: [indices.length, batch.shape[1], batch.shape[2], batch.shape[3]],
    range: batch.range,
  };
}
