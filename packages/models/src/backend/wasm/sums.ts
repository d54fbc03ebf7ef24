import { util } from '@tensorflow/tfjs-core';
import type { Replacement } from './replace-kernels.js';

/** Over the leading axes, as for the gradient of a bias, or over all; other axes are the stock kernel's. */
const Sum: Replacement = (heap, stock) => (call) => {
  const { x } = call.inputs;
  const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const columns = util.sizeFromShape(x.shape.slice(axes.length));
  const rows = util.sizeFromShape(x.shape.slice(0, axes.length));
  if (x.dtype !== 'float32' || axes.some((a, i) => a !== i) || rows * columns === 0) return stock(call);
  const rest = x.shape.slice(axes.length);
  const sum = heap.output(keepDims ? [...axes.map(() => 1), ...rest] : rest);
  const scratch = heap.scratch(heap.kernels.sumRowsScratchBytes(columns));
  heap.kernels.sumRows(heap.pointer(x), rows, columns, heap.pointer(sum), scratch);
  return sum;
};

/** Shares the values, as other backends do; the stock kernel copies every tensor that a gradient needs. */
const Identity: Replacement =
  (heap) =>
  ({ inputs: { x } }) => {
    heap.backend.incRef(x.dataId);
    return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
  };

const AelabMeanSquaredError: Replacement =
  (heap) =>
  ({ inputs: { a, b } }) => {
    const size = util.sizeFromShape(a.shape);
    const mean = heap.output([]);
    const scratch = heap.scratch(heap.kernels.meanSquaredErrorScratchBytes(size));
    heap.kernels.meanSquaredError(heap.pointer(a), heap.pointer(b), size, heap.pointer(mean), scratch);
    return mean;
  };

/** `dy · 2 (b − a) / n` */
const AelabMeanSquaredErrorGradient: Replacement =
  (heap) =>
  ({ inputs: { dy, a, b } }) => {
    const size = util.sizeFromShape(a.shape);
    const gradient = heap.output(b.shape);
    const factor = (heap.values(dy)[0] * 2) / size;
    heap.kernels.scaledDifference(
      heap.pointer(b),
      heap.pointer(a),
      factor,
      heap.pointer(gradient),
      size,
      heap.job,
    );
    return gradient;
  };

export const sums = { AelabMeanSquaredError, AelabMeanSquaredErrorGradient, Identity, Sum };
