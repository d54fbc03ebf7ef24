import { backend_util } from '@tensorflow/tfjs-core';
import type { Replacement } from './replace-kernels.js';

const MaxPoolGrad: Replacement = (heap, stock) => (call) => {
  const { dy, input: x } = call.inputs;
  if (x.dtype !== 'float32') return stock(call);
  const { filterSize, strides, pad, dimRoundingMode } = call.attrs as unknown as {
    filterSize: [number, number];
    strides: [number, number];
    pad: number;
    dimRoundingMode?: 'floor';
  };
  const shape = x.shape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  const { kernels, job, pointer } = heap;
  const dx = heap.output(x.shape);
  kernels.poolingImages(job, ...shape);
  kernels.poolingWindow(job, filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left);
  kernels.maxPoolGradient(job, pointer(x), pointer(dy), info.outHeight, info.outWidth, pointer(dx));
  return dx;
};

export const pooling = { MaxPoolGrad };
