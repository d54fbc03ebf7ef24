import { imageBatch, type ImageBatch } from '@aelab/images';

/** What a tensor of TensorFlow.js has, and what anything else can have. */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly data: () => ArrayLike<number> | PromiseLike<ArrayLike<number>>;
}

/**
 * The images of a tensor, whatever library made it, channels last; of three dimensions, as grey images.
 *
 * The tensor is not disposed of: that is its owner's part.
 *
 * @param tensor - `[n, height, width, channels]` or `[n, height, width]`
 * @param range - the lowest and highest value that its images can have; it is not guessed
 * @throws RangeError if it has another number of dimensions, or its values cannot belong to the range
 * @example
 * const tensor = { shape: [1, 1, 2], data: () => Promise.resolve(new Int32Array([0, 255])) };
 * (await fromTensor(tensor, [0, 255])).shape; // [1, 1, 2, 1]
 */
export async function fromTensor(tensor: TensorLike, range: ImageBatch['range']): Promise<ImageBatch> {
  const { shape } = tensor;
  if (shape.length !== 3 && shape.length !== 4)
    throw new RangeError(
      `fromTensor: the tensor has shape [${shape.join(',')}]; it must be [n, height, width] or [n, height, width, channels]`,
    );
  const [n, height, width, channels = 1] = shape;
  const values = await tensor.data();
  const keeps =
    values instanceof Float32Array || values instanceof Float64Array || values instanceof Uint8Array;
  return imageBatch(keeps ? values : Float32Array.from(values), [n, height, width, channels], range);
}
