import type { ImageBatch } from '@aelab/images';
import { fitPca } from '../pca/fit-pca.js';
import type { Pca } from '../pca/fit-pca.js';
import {
  assertImageShape,
  componentCount,
  pcaDecode,
  pcaEncode,
  pcaErrorCurve,
} from '../pca/linear-basis.js';
import type { LinearBasis } from '../pca/linear-basis.js';

/** PCA of the blocks of images: the best linear convolution whose stride is its width, and its transpose. */
export interface BlockPca {
  readonly imageShape: LinearBasis['imageShape'];
  /** Height and width of a block. */
  readonly stride: number;
  /** Of the blocks of all places together, so with one mean and one set of filters. */
  readonly blocks: Pca;
}

/**
 * Fits one PCA to all blocks of the images. A convolutional autoencoder of the same stride and channels has the same
 * latent shape, so this is what its non-linear layers must beat.
 *
 * @param images - training images
 * @param options.stride - side of a block, which must divide height and width
 * @param options.channels - latent values per block
 * @throws RangeError if the stride does not divide both sides, or channels exceed the values of a block
 * @example
 * const images = imageBatch(new Float32Array([0, 0, 1, 1, 1, 1, 0, 0]), [2, 1, 4, 1]);
 * fitBlockPca(imageBatch(images.data, [4, 2, 1, 1]), { stride: 1, channels: 1 }).blocks.mean; // [0.5]
 */
export function fitBlockPca(images: ImageBatch, options: { stride: number; channels: number }): BlockPca {
  const [, height, width, channels] = images.shape;
  const { stride } = options;
  if (!Number.isInteger(stride) || stride < 1 || height % stride !== 0 || width % stride !== 0)
    throw new RangeError(
      `fitBlockPca: stride is ${stride}; it must divide height ${height} and width ${width}`,
    );
  return {
    imageShape: [height, width, channels],
    stride,
    blocks: fitPca(toBlocks(images, stride), { components: options.channels }),
  };
}

/** Latent values per image: blocks · channels. */
export function blockLatentSize({ imageShape: [height, width], stride, blocks }: BlockPca): number {
  return (height / stride) * (width / stride) * componentCount(blocks);
}

/**
 * The latent values of each image, `[n, rows, columns, channels]` in row-major order, as a convolution gives them.
 *
 * @throws RangeError if the images have another shape than those it was fitted to
 */
export function blockPcaEncode(code: BlockPca, images: ImageBatch): Float64Array {
  assertImageShape('blockPcaEncode', code, images);
  return pcaEncode(code.blocks, toBlocks(images, code.stride));
}

/** The images of latent values, as float images in [0, 1] that are not clipped. */
export function blockPcaDecode(code: BlockPca, latents: Float32Array | Float64Array): ImageBatch {
  return fromBlocks(pcaDecode(code.blocks, latents), code.imageShape);
}

/** Mean squared error of test images with 0, 1, …, channels latent values per block. */
export function blockPcaErrorCurve(code: BlockPca, images: ImageBatch): Float64Array {
  assertImageShape('blockPcaErrorCurve', code, images);
  return pcaErrorCurve(code.blocks, toBlocks(images, code.stride));
}

/** Blocks as images of their own: image by image, row by row. */
function toBlocks({ data, shape, range }: ImageBatch, stride: number): ImageBatch {
  const [n, height, width, channels] = shape;
  const blocks = data.slice();
  forEachBlockRow(shape, stride, (inImages, inBlocks, length) => {
    blocks.set(data.subarray(inImages, inImages + length), inBlocks);
  });
  return { data: blocks, shape: [(n * height * width) / stride ** 2, stride, stride, channels], range };
}

function fromBlocks({ data, shape, range }: ImageBatch, imageShape: LinearBasis['imageShape']): ImageBatch {
  const [height, width, channels] = imageShape;
  const stride = shape[1];
  const whole = [data.length / (height * width * channels), height, width, channels] as const;
  const images = data.slice();
  forEachBlockRow(whole, stride, (inImages, inBlocks, length) => {
    images.set(data.subarray(inBlocks, inBlocks + length), inImages);
  });
  return { data: images, shape: whole, range };
}

/** Visits where each row of each block stands in the images and in the blocks. */
function forEachBlockRow(
  [n, height, width, channels]: ImageBatch['shape'],
  stride: number,
  visit: (inImages: number, inBlocks: number, length: number) => void,
): void {
  const length = stride * channels;
  let inBlocks = 0;
  for (let i = 0; i < n; i++)
    for (let top = 0; top < height; top += stride)
      for (let left = 0; left < width; left += stride)
        for (let y = top; y < top + stride; y++, inBlocks += length)
          visit(((i * height + y) * width + left) * channels, inBlocks, length);
}
