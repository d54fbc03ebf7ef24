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
 * or more; small products stay with `ours`.
 *
 * @throws Error if the package is not there, or is not one that aelab knows
 */
export function onnxProduct(heap: Heap, ours: MatrixProduct): MatrixProduct {
  const runtime = loadRuntime();
  const sessions = new Map<string, Session>();
  const areas = operandAreas(heap);
  return (m, n, k, a, aDown, aRight, b, bDown, bRight, c) => {
    if (m * n * k < worthwhile || Math.min(m, n, k) === 1) {
      ours(m, n, k, a, aDown, aRight, b, bDown, bRight, c);
      return;
    }
    const [transposeA, transposeB] = [aRight !== 1, bRight !== 1];
    const key = [transposeA, transposeB, heap.threads].join();
    const session = sessions.get(key) ?? openSession(runtime, { transposeA, transposeB }, heap.threads);
    sessions.set(key, session);
    const matrix = (values: Float32Array, rows: number, columns: number) =>
      new runtime.Tensor('float32', values, [rows, columns]);
    const [left, right] = [areas.input(0, a, m * k), areas.input(1, b, k * n)];
    const result = areas.result(c, m * n);
    const operands = {
      a: transposeA ? matrix(left, k, m) : matrix(left, m, k),
      b: transposeB ? matrix(right, n, k) : matrix(right, k, n),
    };
    session.run(operands, { c: matrix(result, m, n) }, {});
    areas.finish(c, result);
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
  session.loadModel(buffer, byteOffset, byteLength, { intraOpNumThreads: threads });
  return session;
}

/**
 * Where the library reads and writes: on the heap itself, or, as it does not take shared memory, in copies.
 */
function operandAreas(heap: Heap) {
  const onHeap = (at: number, length: number) => new Float32Array(heap.memory.buffer, at, length);
  const isShared = heap.memory.buffer instanceof SharedArrayBuffer;
  if (!isShared)
    return {
      input: (_: number, at: number, length: number) => onHeap(at, length),
      result: onHeap,
      finish: () => undefined,
    };
  const copies = [new Float32Array(0), new Float32Array(0), new Float32Array(0)];
  const copy = (i: number, length: number) => {
    if (copies[i].length < length) copies[i] = new Float32Array(length);
    return copies[i].subarray(0, length);
  };
  return {
    input(i: number, at: number, length: number) {
      const area = copy(i, length);
      area.set(onHeap(at, length));
      return area;
    },
    result: (_: number, length: number) => copy(2, length),
    finish: (at: number, result: Float32Array) => onHeap(at, result.length).set(result),
  };
}
