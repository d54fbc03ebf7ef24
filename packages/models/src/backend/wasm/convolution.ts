import type { TensorInfo } from '@tensorflow/tfjs-core';
import { backend_util } from '@tensorflow/tfjs-core';
import { activate, isOurs } from './activations.js';
import type { Heap } from './heap.js';
import type { Call, Replacement } from './replace-kernels.js';

type Shape4 = [number, number, number, number];
type Info = backend_util.Conv2DInfo;

const Conv2D: Replacement = (heap, stock) => (call) => {
  const { x, filter } = call.inputs;
  const info = convolutionInfo(call, x.shape, filter.shape);
  return covers(info, x) ? convolve(heap, x, filter, info) : stock(call);
};

const FusedConv2D: Replacement = (heap, stock) => (call) => {
  const { x, filter } = call.inputs;
  const { bias, preluActivationWeights } = call.inputs as Partial<Record<string, TensorInfo>>;
  const { activation } = call.attrs as { activation: string };
  const info = convolutionInfo(call, x.shape, filter.shape);
  if (!covers(info, x) || preluActivationWeights || !isOurs(activation, bias)) return stock(call);
  const y = convolve(heap, x, filter, info);
  activate(heap, y, bias, activation);
  return y;
};

const Conv2DBackpropInput: Replacement = (heap, stock) => (call) => {
  const { dy, filter } = call.inputs;
  const info = convolutionInfo(call, (call.attrs as { inputShape: number[] }).inputShape, filter.shape);
  return covers(info, dy) ? inputGradient(heap, dy, filter, info) : stock(call);
};

const Conv2DBackpropFilter: Replacement = (heap, stock) => (call) => {
  const { x, dy } = call.inputs;
  const info = convolutionInfo(call, x.shape, (call.attrs as { filterShape: number[] }).filterShape);
  return covers(info, x) ? filterGradient(heap, x, dy, info) : stock(call);
};

export const convolutions = { Conv2D, Conv2DBackpropFilter, Conv2DBackpropInput, FusedConv2D };

function convolutionInfo({ attrs }: Call, inputShape: number[], filterShape: number[]): Info {
  const { strides, pad, dilations, dimRoundingMode, dataFormat } = attrs as unknown as {
    strides: [number, number];
    pad: number;
    dilations?: [number, number];
    dimRoundingMode?: 'floor';
    dataFormat: 'NHWC' | 'NCHW';
  };
  return backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
}

/** Channels last and no dilation, of which TensorFlow.js has no gradient either. */
function covers(info: Info, x: TensorInfo): boolean {
  return (
    x.dtype === 'float32' &&
    info.dataFormat === 'channelsLast' &&
    info.dilationHeight === 1 &&
    info.dilationWidth === 1
  );
}

function convolve(heap: Heap, x: TensorInfo, filter: TensorInfo, info: Info): TensorInfo {
  const { kernels, job } = heap;
  const { filterWidth, inChannels, outChannels } = info;
  const y = heap.output(info.outShape);
  describeForward(heap, x, y, info);
  const scratch = heap.scratch(kernels.convolveScratchBytes(job, heap.threads));
  const column = inChannels * outChannels;
  kernels.convolve(job, heap.pointer(filter), filterWidth * column, column, outChannels, 1, scratch);
  return y;
}

function filterGradient(heap: Heap, x: TensorInfo, dy: TensorInfo, info: Info): TensorInfo {
  const { kernels, job } = heap;
  const gradient = heap.output(info.filterShape);
  describeForward(heap, x, dy, info);
  const scratch = heap.scratch(kernels.filterGradientScratchBytes(job, heap.threads));
  kernels.filterGradient(job, heap.pointer(gradient), scratch);
  return gradient;
}

/** The convolution itself: padded input, output without gaps. */
function describeForward({ kernels, job, pointer }: Heap, x: TensorInfo, y: TensorInfo, info: Info): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels } = info;
  const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo } = info;
  kernels.convolutionInput(job, pointer(x), info.batchSize, inHeight, inWidth, inChannels);
  const [height, width] = [
    (outHeight - 1) * strideHeight + filterHeight,
    (outWidth - 1) * strideWidth + filterWidth,
  ];
  kernels.convolutionFrame(job, padInfo.top, padInfo.left, height, width);
  kernels.convolutionFilter(job, filterHeight, filterWidth, strideHeight, strideWidth);
  const row = outWidth * outChannels;
  kernels.convolutionOutput(
    job,
    pointer(y),
    outHeight,
    outWidth,
    outChannels,
    outHeight * row,
    row,
    outChannels,
  );
}

/**
 * The gradient of a convolution's input: for a stride s, s × s convolutions of dy without stride, each with every s-th
 * tap of the mirrored filter, each giving every s-th pixel.
 */
function inputGradient(heap: Heap, dy: TensorInfo, filter: TensorInfo, info: Info): TensorInfo {
  const { kernels, job, pointer } = heap;
  const { inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, strideHeight, strideWidth } = info;
  const rows = phases(inHeight, info.filterHeight, strideHeight, info.padInfo.top);
  const columns = phases(inWidth, info.filterWidth, strideWidth, info.padInfo.left);
  const dx = heap.output(info.inShape);
  if (rows.length < strideHeight || columns.length < strideWidth) heap.values(dx).fill(0);
  const filterColumn = inChannels * outChannels;
  const filterRow = info.filterWidth * filterColumn;
  const row = inWidth * inChannels;
  kernels.convolutionInput(job, pointer(dy), info.batchSize, outHeight, outWidth, outChannels);
  for (const down of rows)
    for (const right of columns) {
      kernels.convolutionFrame(
        job,
        down.before,
        right.before,
        down.count + down.taps - 1,
        right.count + right.taps - 1,
      );
      kernels.convolutionFilter(job, down.taps, right.taps, 1, 1);
      kernels.convolutionOutput(
        job,
        pointer(dx) + 4 * (down.first * row + right.first * inChannels),
        down.count,
        right.count,
        inChannels,
        inHeight * row,
        strideHeight * row,
        strideWidth * inChannels,
      );
      kernels.convolve(
        job,
        pointer(filter) + 4 * (down.lastTap * filterRow + right.lastTap * filterColumn),
        -strideHeight * filterRow,
        -strideWidth * filterColumn,
        1,
        outChannels,
        heap.scratch(kernels.convolveScratchBytes(job, heap.threads)),
      );
    }
  return dx;
}

/** Along one axis: the pixels `first`, `first + stride`, … whose gradient comes through the same taps. */
interface Phase {
  readonly first: number;
  /** Pixels. */
  readonly count: number;
  readonly taps: number;
  readonly lastTap: number;
  /** Zeros before dy (or values of it that are left out, if negative). */
  readonly before: number;
}

function phases(pixels: number, filter: number, stride: number, padding: number): Phase[] {
  const all = Array.from({ length: Math.min(stride, pixels) }, (_, first) => {
    const firstTap = (first + padding) % stride;
    const taps = Math.ceil((filter - firstTap) / stride);
    const before = taps - 1 - Math.floor((first + padding) / stride);
    const count = Math.ceil((pixels - first) / stride);
    return { first, count, taps, lastTap: firstTap + stride * (taps - 1), before };
  });
  return all.filter(({ taps }) => taps > 0);
}
