export { addBias } from './bias';
export {
  convolutionFilter,
  convolutionFrame,
  convolutionInput,
  convolutionOutput,
  convolve,
  convolveScratchBytes,
  filterGradient,
  filterGradientScratchBytes,
} from './convolution';
export {
  depthwiseFilter,
  depthwiseFilterGradient,
  depthwiseInputGradient,
  depthwiseSizes,
} from './depthwise';
export { distancesScratch, squaredDistances } from './distances';
export { relu, reluGradient, scaledDifference, sigmoid, sigmoidGradient } from './elementwise';
export { shareExternal } from './external';
export { gemm, gemmScratchBytes } from './gemm';
export { gramBlockRows, gramBytes, gramBytesScratch, gramFloats, gramFloatsScratch } from './gram';
export { lookUp } from './levels';
export { adam, momentum, rmsprop } from './optimizers';
export { maxPool, maxPoolGradient, poolingSizes, poolingWindow } from './pooling';
export { product, productScratch } from './products';
export { pull2d, pull3d, push2d, push3d } from './student';
export { meanSquaredError, meanSquaredErrorScratchBytes, sumRows, sumRowsScratchBytes } from './sums';
export { controlBytes, dismiss, serve, useThreads } from './threads';
export { distanceTile, dotTile, multiplyTile } from './tiles';
export { repeatPixels, sumPixels } from './upsampling';
