export { assertComparable, imageBatch, imageSize, selectImages, toUnitRange } from './image-batch.js';
export type { ImageBatch } from './image-batch.js';
export { decodeNpy, encodeNpy, imagesFromNpy, toFloat16Bits } from './npy.js';
export type { NpyArray, NpyOptions, NpyValues } from './npy.js';
export { decodeNpz, encodeNpz } from './npz.js';
