import { backend_util } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.js';
import type { Call, Replacement } from './replace-kernels.js';

type Shape4 = [number, number, number, number];

/** TensorFlow.js has no such kernels for `wasm`. */
const DepthwiseConv2dNativeBackpropInput: Replacement = (heap) => (call) => {
  const { dy, filter } = call.inputs;
  const { inputShape } = call.attrs as { inputShape: Shape4 };
  const dx = heap.output(inputShape);
  describe(heap, call, inputShape, filter.shape as Shape4);
  heap.kernels.depthwiseInputGradient(heap.job, heap.pointer(dy), heap.pointer(filter), heap.pointer(dx));
  return dx;
};

const DepthwiseConv2dNativeBackpropFilter: Replacement = (heap) => (call) => {
  const { x, dy } = call.inputs;
  const { filterShape } = call.attrs as { filterShape: Shape4 };
  const gradient = heap.output(filterShape);
  describe(heap, call, x.shape as Shape4, filterShape);
  heap.kernels.depthwiseFilterGradient(heap.job, heap.pointer(x), heap.pointer(dy), heap.pointer(gradient));
  return gradient;
};

export const depthwise = { DepthwiseConv2dNativeBackpropFilter, DepthwiseConv2dNativeBackpropInput };

function describe({ kernels, job }: Heap, { attrs }: Call, inputShape: Shape4, filterShape: Shape4): void {
  const { strides, dilations, pad, dimRoundingMode } = attrs as unknown as {
    strides: [number, number];
    dilations: [number, number];
    pad: number;
    dimRoundingMode?: 'floor';
  };
  const info = backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  kernels.depthwiseSizes(job, ...inputShape, filterShape[3], info.outHeight, info.outWidth);
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  kernels.depthwiseFilter(
    job,
    filterHeight,
    filterWidth,
    strideHeight,
    strideWidth,
    padInfo.top,
    padInfo.left,
  );
}
