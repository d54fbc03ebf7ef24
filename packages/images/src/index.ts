export { assertComparable, imageBatch, imageSize, selectImages, toUnitRange } from './image-batch.js';
export type { ImageBatch } from './image-batch.js';
