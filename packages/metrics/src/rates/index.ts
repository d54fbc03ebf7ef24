export { bdPsnr, bdRate } from './bjontegaard.js';
export type { BjontegaardDelta, RateDistortionCurve } from './bjontegaard.js';
export type { Interpolation } from './curve.js';
export { knee, kneeInterval } from './knee.js';
export type { Knee, KneeEstimate } from './knee.js';
export {
  bitsPerDimension,
  bitsPerPixel,
  breakEvenImages,
  compressionPercent,
  compressionRatio,
  dimensionReduction,
  estimatedBitsPerPixel,
} from './rates.js';
