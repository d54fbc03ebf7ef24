import type { TensorInfo } from '@tensorflow/tfjs-core';
import { broadcast_util, util } from '@tensorflow/tfjs-core';
import { activate, isOurs } from './activations.js';
import type { Heap, Product } from './heap.js';
import type { Replacement } from './replace-kernels.js';

interface Operands {
  readonly a: TensorInfo;
  readonly b: TensorInfo;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

const BatchMatMul: Replacement = (heap, stock) => (call) => {
  const operands = { ...call.inputs, ...call.attrs } as unknown as Operands;
  return covers(operands) ? multiply(heap, operands) : stock(call);
};

const _FusedMatMul: Replacement = (heap, stock) => (call) => {
  const operands = { ...call.inputs, ...call.attrs } as unknown as Operands;
  const { bias, preluActivationWeights } = call.inputs as Partial<Record<string, TensorInfo>>;
  const { activation } = call.attrs as { activation: string };
  if (!covers(operands) || preluActivationWeights || !isOurs(activation, bias)) return stock(call);
  const product = multiply(heap, operands);
  activate(heap, product, bias, activation);
  return product;
};

export const matrixProducts = { BatchMatMul, _FusedMatMul };

/** Floats, each batch dimension equal on both sides or absent on one. */
function covers({ a, b }: Operands): boolean {
  const batches = [a, b].map(({ shape }) => util.sizeFromShape(shape.slice(0, -2)));
  return a.dtype === 'float32' && b.dtype === 'float32' && (batches[0] === batches[1] || batches.includes(1));
}

/** `a · b`, either transposed. */
export function multiply(heap: Heap, operands: Operands): TensorInfo {
  const { c, products } = prepare(heap, operands);
  heap.multiply(...products);
  return c;
}

/** Where the result will stand, and the products that it takes: one for each of a batch. */
export function prepare(
  heap: Heap,
  { a, b, transposeA, transposeB }: Operands,
): { c: TensorInfo; products: Product[] } {
  const [aRows, aColumns] = a.shape.slice(-2);
  const [bRows, bColumns] = b.shape.slice(-2);
  const [m, k] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
  const n = transposeB ? bRows : bColumns;
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const c = heap.output([...batch, m, n]);
  const [aDown, aRight] = transposeA ? [1, m] : [k, 1];
  const [bDown, bRight] = transposeB ? [1, k] : [n, 1];
  const products = Array.from({ length: util.sizeFromShape(batch) }, (_, i) => ({
    ...{ m, n, k, aDown, aRight, bDown, bRight },
    a: heap.pointer(a) + i * stepOf(a),
    b: heap.pointer(b) + i * stepOf(b),
    c: heap.pointer(c) + i * 4 * m * n,
  }));
  return { c, products };
}

/** Bytes from one matrix of a batch to the next; none where there is one for all. */
function stepOf({ shape }: TensorInfo): number {
  return util.sizeFromShape(shape.slice(0, -2)) === 1 ? 0 : 4 * util.sizeFromShape(shape.slice(-2));
}
