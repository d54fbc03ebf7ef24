import type { Heap, Product } from './heap.js';
import { jobBytes } from './heap.js';
import { openOnnxSlices, sliceNumbers, type OnnxLibrary } from './onnx-slices.js';

/** With fewer multiplications, calling the library takes longer than our own kernel. */
const worthwhile = 500_000;

/** A slice has this many rows of c, or a multiple. */
const rowUnit = 16;

const mostSlices = Math.floor(jobBytes / 4 / sliceNumbers);

/**
 * The matrix product of the native library inside the optional package `onnxruntime-node`, up to three times as fast as
 * our kernel: each thread of the heap computes some rows of one product, or one of two products. Small ones stay with
 * `ours`.
 *
 * @throws Error if the package is not one that aelab knows
 */
export function onnxProducts(heap: Heap, ours: Heap['multiply'], library: OnnxLibrary): Heap['multiply'] {
  heap.compute = openOnnxSlices(heap.memory, library);
  return (...products) => {
    const large = products.filter(isWorthwhile);
    ours(...products.filter((product) => !isWorthwhile(product)));
    if (large.length > 0) shareSlices(heap, large);
  };
}

function isWorthwhile({ m, n, k }: Product): boolean {
  return m * n * k >= worthwhile && Math.min(m, n, k) > 1;
}

function shareSlices(heap: Heap, products: readonly Product[]): void {
  const count = Math.ceil(Math.min(heap.threads, mostSlices) / products.length);
  const slices = products.flatMap((product) => slicesOf(product, count));
  const job = new Uint32Array(heap.memory.buffer, heap.job, slices.length * sliceNumbers);
  job.set(slices.flat());
  heap.kernels.shareExternal(heap.job, slices.length);
  slices.forEach(([m, n, k], i) => {
    if (job[(i + 1) * sliceNumbers - 1] !== 0)
      throw new Error(`onnxProducts: onnxruntime-node failed on a ${m} × ${k} × ${n} product`);
  });
}

/** The numbers of each, as `onnxSlices` reads them. */
function slicesOf({ m, n, k, a, aRight, b, bRight, c }: Product, count: number): number[][] {
  const rows = Math.ceil(m / count / rowUnit) * rowUnit;
  return Array.from({ length: Math.ceil(m / rows) }, (_, i) => {
    const from = i * rows;
    return [m, n, k, a, Number(aRight !== 1), b, Number(bRight !== 1), c, from, Math.min(rows, m - from), 0];
  });
}
