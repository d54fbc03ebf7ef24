import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.js';
import type { Replacement } from './replace-kernels.js';

const Relu: Replacement = (heap, stock) => (call) => {
  const { x } = call.inputs;
  if (x.dtype !== 'float32') return stock(call);
  const y = heap.output(x.shape);
  heap.kernels.relu(heap.pointer(x), heap.pointer(y), util.sizeFromShape(x.shape), heap.job);
  return y;
};

const Sigmoid: Replacement = (heap, stock) => (call) => {
  const { x } = call.inputs;
  if (x.dtype !== 'float32') return stock(call);
  const y = heap.output(x.shape);
  heap.kernels.sigmoid(heap.pointer(x), heap.pointer(y), util.sizeFromShape(x.shape), heap.job);
  return y;
};

/** Kernels of our own, which `fused-gradients.ts` calls. */
const AelabReluGradient: Replacement =
  (heap) =>
  ({ inputs: { dy, x } }) => {
    const dx = heap.output(x.shape);
    heap.kernels.reluGradient(
      heap.pointer(dy),
      heap.pointer(x),
      heap.pointer(dx),
      util.sizeFromShape(x.shape),
      heap.job,
    );
    return dx;
  };

const AelabSigmoidGradient: Replacement =
  (heap) =>
  ({ inputs: { dy, y } }) => {
    const dx = heap.output(y.shape);
    heap.kernels.sigmoidGradient(
      heap.pointer(dy),
      heap.pointer(y),
      heap.pointer(dx),
      util.sizeFromShape(y.shape),
      heap.job,
    );
    return dx;
  };

/** A vector added to each row; other sums are the stock kernel's. */
const Add: Replacement = (heap, stock) => (call) => {
  const { a, b } = call.inputs;
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || !isBias(a, b)) return stock(call);
  const sum = heap.output(a.shape);
  addBias(heap, a, b, false, sum);
  return sum;
};

export const activations = { Add, AelabReluGradient, AelabSigmoidGradient, Relu, Sigmoid };

/** One value for each column; a transposed convolution gives its bias the rank of its images. */
function isBias(x: TensorInfo, bias: TensorInfo): boolean {
  const columns = bias.shape.at(-1);
  return (
    x.shape.length > 1 &&
    x.shape.length >= bias.shape.length &&
    columns === x.shape.at(-1) &&
    columns === util.sizeFromShape(bias.shape)
  );
}

/** Whether {@link activate} knows the activation and the bias, if any, is one value per column. */
export function isOurs(activation: string | undefined, bias: TensorInfo | undefined): boolean {
  return (
    (activation === undefined || ['linear', 'relu', 'sigmoid'].includes(activation)) &&
    (!bias || (bias.dtype === 'float32' && bias.shape.length === 1))
  );
}

/** Adds the bias to each row of x and activates it, in place. */
export function activate(
  heap: Heap,
  x: TensorInfo,
  bias: TensorInfo | undefined,
  activation: string | undefined,
): void {
  const size = util.sizeFromShape(x.shape);
  const at = heap.pointer(x);
  if (bias) addBias(heap, x, bias, activation === 'relu', x);
  else if (activation === 'relu') heap.kernels.relu(at, at, size, heap.job);
  if (activation === 'sigmoid') heap.kernels.sigmoid(at, at, size, heap.job);
}

function addBias(heap: Heap, x: TensorInfo, bias: TensorInfo, relu: boolean, out: TensorInfo): void {
  const columns = util.sizeFromShape(bias.shape);
  const rows = util.sizeFromShape(x.shape) / columns;
  heap.kernels.addBias(heap.pointer(x), rows, columns, heap.pointer(bias), relu, heap.pointer(out), heap.job);
}
