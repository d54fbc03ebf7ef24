import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { ComputeChunk, WasmMemory } from '@aelab/kernels';
import { gemmModel } from './gemm-model.js';

/** What every thread needs to open the native library of `onnxruntime-node`; it can be posted to a worker. */
export interface OnnxLibrary {
  /** Modules to require. */
  readonly main: string;
  readonly binding: string;
  /** The product as ONNX models, by whether a and whether b is transposed: at `2 · a + b`. */
  readonly models: readonly Uint8Array[];
}

/** Numbers that describe a slice. */
export const sliceNumbers = 11;

/**
 * Opens the library, and gives a function that computes one slice of a product: some rows of c. It goes past the
 * package's public interface, whose `run` cannot be called synchronously. The library does not take memory that threads
 * share, so the operands are copied; that takes a tenth of the time of a product of which it is worth while.
 *
 * The job has a row of {@link sliceNumbers} for each slice, which `onnxProducts` writes; the last is set where the slice
 * could not be computed.
 *
 * Text, because a worker cannot load a TypeScript file: `(require, memory, library) => (job, chunk) => void`.
 */
export const onnxSlices = `(require, memory, { main, binding: file, models }) => {
  const { Tensor } = require(main);
  const { binding, initOrt } = require(file);
  initOrt();
  const sessions = [];
  const open = (model) => {
    const session = new binding.InferenceSession();
    session.loadModel(model.buffer, model.byteOffset, model.byteLength, { intraOpNumThreads: 1 });
    return session;
  };
  const areas = [];
  const area = (i, length) => {
    if (!(areas[i]?.length >= length)) areas[i] = new Float32Array(length);
    return areas[i].subarray(0, length);
  };
  const floats = (at, length) => new Float32Array(memory.buffer, at, length);
  const matrix = (values, ...shape) => new Tensor('float32', values, shape);
  const multiply = ([m, n, k, a, transposeA, b, transposeB, c, from, rows]) => {
    const left = area(0, rows * k);
    if (transposeA && rows < m)
      for (let i = 0; i < k; i++) left.set(floats(a + 4 * (i * m + from), rows), i * rows);
    else left.set(floats(a + 4 * from * k, rows * k));
    const right = area(1, k * n);
    right.set(floats(b, k * n));
    const out = area(2, rows * n);
    const session = (sessions[2 * transposeA + transposeB] ??= open(models[2 * transposeA + transposeB]));
    const operands = {
      a: transposeA ? matrix(left, k, rows) : matrix(left, rows, k),
      b: transposeB ? matrix(right, n, k) : matrix(right, k, n),
    };
    session.run(operands, { c: matrix(out, rows, n) }, {});
    floats(c + 4 * from * n, rows * n).set(out);
  };
  return (job, slice) => {
    const numbers = new Uint32Array(memory.buffer, job + ${4 * sliceNumbers} * slice, ${sliceNumbers});
    try {
      multiply(numbers);
    } catch {
      numbers[${sliceNumbers - 1}] = 1;
    }
  };
}`;

/** @throws Error if the package is not there */
export function findOnnxLibrary(): OnnxLibrary {
  const main = createRequire(import.meta.url).resolve('onnxruntime-node');
  const models = [0, 1, 2, 3].map((i) => gemmModel({ transposeA: i >= 2, transposeB: i % 2 === 1 }));
  return { main, binding: join(main, '..', 'binding.js'), models };
}

/** {@link onnxSlices} on this thread. */
export function openOnnxSlices(memory: WasmMemory, library: OnnxLibrary): ComputeChunk {
  const open = runInThisContext(onnxSlices) as (
    require: NodeJS.Require,
    memory: WasmMemory,
    library: OnnxLibrary,
  ) => ComputeChunk;
  return open(createRequire(import.meta.url), memory, library);
}
