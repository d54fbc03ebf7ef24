import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gemmModel } from './gemm-model.js';
import type { Heap, MatrixProduct } from './heap.js';

/** What is used of `onnxruntime-node` beyond its public interface, whose `run` cannot be called synchronously. */
interface OnnxRuntime {
  readonly Tensor: new (type: 'float32', data: Float32Array, shape: readonly number[]) => object;
  readonly binding: { readonly InferenceSession: new () => Session };
  readonly initOrt: () => void;
}

interface Session {
  loadModel(buffer: ArrayBufferLike, offset: number, bytes: number, options: object): void;
  run(feeds: Record<string, object>, fetches: Record<string, object>, options: object): void;
}

/** With fewer multiplications, calling the library takes longer than our own kernel. */
const worthwhile = 300_000;

/**
 * The matrix product of the native library inside the optional package `onnxruntime-node`, twice as fast as our kernel
 * or more, working on the heap itself; small products stay with `ours`.
 *
 * @throws Error if the package is not there, is not one that aelab knows, or the heap is shared between threads
 */
export function onnxProduct(heap: Heap, ours: MatrixProduct, threads: number): MatrixProduct {
  if (heap.memory.buffer instanceof SharedArrayBuffer)
    throw new Error('onnxProduct: onnxruntime-node does not take memory that threads share');
  const runtime = loadRuntime();
  const sessions = new Map<string, Session>();
  const matrix = (at: number, rows: number, columns: number) =>
    new runtime.Tensor('float32', new Float32Array(heap.memory.buffer, at, rows * columns), [rows, columns]);
  return (m, n, k, a, aDown, aRight, b, bDown, bRight, c) => {
    if (m * n * k < worthwhile || Math.min(m, n, k) === 1) {
      ours(m, n, k, a, aDown, aRight, b, bDown, bRight, c);
      return;
    }
    const [transposeA, transposeB] = [aRight !== 1, bRight !== 1];
    const key = [transposeA, transposeB].join();
    const session = sessions.get(key) ?? openSession(runtime, { transposeA, transposeB }, threads);
    sessions.set(key, session);
    const operands = {
      a: transposeA ? matrix(a, k, m) : matrix(a, m, k),
      b: transposeB ? matrix(b, n, k) : matrix(b, k, n),
    };
    session.run(operands, { c: matrix(c, m, n) }, {});
  };
}

function loadRuntime(): OnnxRuntime {
  const require = createRequire(import.meta.url);
  const main = require.resolve('onnxruntime-node');
  const { Tensor } = require(main) as Pick<OnnxRuntime, 'Tensor'>;
  const { binding, initOrt } = require(join(main, '..', 'binding.js')) as Omit<OnnxRuntime, 'Tensor'>;
  initOrt();
  return { Tensor, binding, initOrt };
}

function openSession(
  { binding }: OnnxRuntime,
  transposed: Parameters<typeof gemmModel>[0],
  threads: number,
): Session {
  const session = new binding.InferenceSession();
  const { buffer, byteOffset, byteLength } = gemmModel(transposed);
  // Else the threads of each session keep a core busy between the products.
  const extra = { session: { intra_op: { allow_spinning: '0' } } };
  session.loadModel(buffer, byteOffset, byteLength, { intraOpNumThreads: threads, extra });
  return session;
}
