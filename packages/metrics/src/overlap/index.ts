export { pairOverlap } from './pair-overlap.js';
export type {
  ClassOverlap,
  OverlapOptions,
  PairClasses,
  PairOverlap,
  PairOverlapOptions,
} from './pair-overlap.js';
export type { Mixing } from './separation-test.js';
export { setOverlap } from './set-overlap.js';
export { tsneOverlap } from './tsne-overlap.js';
export type { TsneOverlap, TsneOverlapOptions } from './tsne-overlap.js';
