export type { ImageDataset, Provenance } from './image-dataset.js';
export { decodeIdx } from './idx.js';
export type { IdxArray } from './idx.js';
export { mnist } from './mnist.js';
export { stratifiedSplit, stratifiedSubset } from './subset.js';
export type { Subset } from './subset.js';
