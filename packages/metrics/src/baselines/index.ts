export {
  blockLatentSize,
  blockPcaDecode,
  blockPcaEncode,
  blockPcaErrorCurve,
  fitBlockPca,
} from './block-pca.js';
export type { BlockPca } from './block-pca.js';
export { classPcaDecode, classPcaEncode, classPcaErrorCurve, fitClassPca } from './class-pca.js';
export type { ClassPca } from './class-pca.js';
export { dctBasis } from './dct-basis.js';
export { downsampleBasis } from './downsample-basis.js';
export { linearBaselines } from './linear-baselines.js';
export type {
  BaselineMethod,
  BaselineRow,
  LabelledImages,
  LinearBaselineOptions,
  LinearBaselines,
} from './linear-baselines.js';
