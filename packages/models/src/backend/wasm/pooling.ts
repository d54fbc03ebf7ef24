import { backend_util } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.js';
import type { Call, Replacement } from './replace-kernels.js';

const MaxPool: Replacement = (heap, stock) => (call) => {
  const { x } = call.inputs;
  if (x.dtype !== 'float32') return stock(call);
  const y = heap.output(describe(heap, call, x.shape));
  heap.kernels.maxPool(heap.job, heap.pointer(x), heap.pointer(y));
  return y;
};

const MaxPoolGrad: Replacement = (heap, stock) => (call) => {
  const { dy, input: x } = call.inputs;
  if (x.dtype !== 'float32') return stock(call);
  const dx = heap.output(x.shape);
  describe(heap, call, x.shape);
  heap.kernels.maxPoolGradient(heap.job, heap.pointer(x), heap.pointer(dy), heap.pointer(dx));
  return dx;
};

export const pooling = { MaxPool, MaxPoolGrad };

/** Fills the job; gives back the shape of the pooled images. */
function describe({ kernels, job }: Heap, { attrs }: Call, inputShape: readonly number[]): number[] {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: [number, number];
    strides: [number, number];
    pad: number;
    dimRoundingMode?: 'floor';
  };
  const shape = inputShape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  kernels.poolingSizes(job, ...shape, info.outHeight, info.outWidth);
  kernels.poolingWindow(job, filterHeight, filterWidth, strideHeight, strideWidth, padInfo.top, padInfo.left);
  return info.outShape;
}
