import type { Heap, MatrixProduct } from './heap.js';
import { openOnnxSlices, type OnnxLibrary } from './onnx-slices.js';

/** With fewer multiplications, calling the library takes longer than our own kernel. */
const worthwhile = 500_000;

/** A slice has this many rows of c, or a multiple. */
const rowUnit = 16;

/**
 * The matrix product of the native library inside the optional package `onnxruntime-node`, up to three times as fast as
 * our kernel: each thread of the heap computes a slice of rows. Small products stay with `ours`.
 *
 * @throws Error if the package is not one that aelab knows
 */
export function onnxProduct(heap: Heap, ours: MatrixProduct, library: OnnxLibrary): MatrixProduct {
  heap.compute = openOnnxSlices(heap.memory, library);
  return (m, n, k, a, aDown, aRight, b, bDown, bRight, c) => {
    if (m * n * k < worthwhile || Math.min(m, n, k) === 1) {
      ours(m, n, k, a, aDown, aRight, b, bDown, bRight, c);
      return;
    }
    const rows = Math.ceil(m / heap.threads / rowUnit) * rowUnit;
    const job = new Uint32Array(heap.memory.buffer, heap.job, 10);
    job.set([m, n, k, a, Number(aRight !== 1), b, Number(bRight !== 1), c, rows, 0]);
    heap.kernels.shareExternal(heap.job, Math.ceil(m / rows));
    if (job[9] !== 0) throw new Error(`onnxProduct: onnxruntime-node failed on a ${m} × ${k} × ${n} product`);
  };
}
