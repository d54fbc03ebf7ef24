export { controlBytes, serve, useThreads } from './threads';
export { gemm, gemmScratchBytes } from './gemm';
export { gramBlockRows, gramBytes, gramBytesScratch, gramFloats, gramFloatsScratch } from './gram';
export { distancesScratch, squaredDistances } from './distances';
export { distanceTile, multiplyTile } from './tiles';
