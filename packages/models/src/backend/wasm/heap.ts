import { instantiateKernels } from '@aelab/kernels';
import type { ComputeChunk, Kernels, WasmMemory, WasmModule } from '@aelab/kernels';
import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';

/** What is used of `@tensorflow/tfjs-backend-wasm` beyond its public interface; {@link internalsDiffer} checks it. */
export interface WasmBackend extends KernelBackend {
  readonly wasm: {
    readonly asm: { readonly memory: WasmMemory };
    _malloc(bytes: number): number;
    _free(pointer: number): void;
  };
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
  makeOutput(shape: number[], dtype: 'float32'): TensorInfo;
}

/** `c[m × n] = a · b`, any of them at any byte offset; steps in floats, rows of c contiguous. */
export interface Product {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: number;
  readonly aDown: number;
  readonly aRight: number;
  readonly b: number;
  readonly bDown: number;
  readonly bRight: number;
  readonly c: number;
}

/** The memory of the backend's tensors, with our kernels on it. */
export interface Heap {
  readonly backend: WasmBackend;
  readonly module: WasmModule;
  readonly kernels: Kernels;
  readonly memory: WasmMemory;
  /** Threads that share the work, this one included. */
  threads: number;
  /** Computes products that do not depend on each other. */
  multiply: (...products: readonly Product[]) => void;
  /** Computes the chunks of external jobs on this thread, where `multiply` makes such jobs. */
  compute: ComputeChunk | undefined;
  /** Byte offset of a tensor's values. */
  readonly pointer: (tensor: TensorInfo) => number;
  /** A new tensor with whatever the memory holds. */
  readonly output: (shape: readonly number[]) => TensorInfo;
  /** Its values, to write into; valid until the next tensor is made. */
  readonly values: (tensor: TensorInfo) => Float32Array;
  /** Bytes to work in, until the next call. */
  readonly scratch: (bytes: number) => number;
  /** Another such place, of {@link jobBytes}. */
  readonly job: number;
}

export const jobBytes = 1024;

export function createHeap(backend: WasmBackend, module: WasmModule): Heap {
  const { memory } = backend.wasm.asm;
  const kernels = instantiateKernels(module, memory, (job, chunk) => heap.compute?.(job, chunk));
  const pointer = ({ dataId }: TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  const heap: Heap = {
    backend,
    module,
    kernels,
    memory,
    threads: 1,
    multiply: (...products) => ownProducts(heap)(...products),
    compute: undefined,
    pointer,
    output: (shape) => backend.makeOutput([...shape], 'float32'),
    values: (tensor) => new Float32Array(memory.buffer, pointer(tensor), util.sizeFromShape(tensor.shape)),
    scratch: growingArea(backend),
    job: allocate(backend, jobBytes),
  };
  return heap;
}

/** By our own kernel. */
export function ownProducts(heap: Heap): Heap['multiply'] {
  const { gemm, gemmScratchBytes } = heap.kernels;
  return (...products) => {
    const scratch = heap.scratch(gemmScratchBytes(heap.threads));
    for (const { m, n, k, a, aDown, aRight, b, bDown, bRight, c } of products)
      gemm(m, n, k, a, aDown, aRight, b, bDown, bRight, c, n, scratch);
  };
}

/** Bytes on the backend's heap, never given back. */
export function allocate({ wasm }: WasmBackend, bytes: number): number {
  const pointer = wasm._malloc(bytes) >>> 0;
  if (pointer === 0)
    throw new Error(`allocate: the WebAssembly memory has no ${bytes} bytes left; use smaller batches`);
  return pointer;
}

function growingArea(backend: WasmBackend): (bytes: number) => number {
  let area = 0;
  let size = 0;
  return (bytes) => {
    if (bytes > size) {
      if (area !== 0) backend.wasm._free(area);
      area = allocate(backend, bytes);
      size = bytes;
    }
    return area;
  };
}

/** Why our kernels cannot work on this backend, or nothing: its internals are looked at and tried. */
export function internalsDiffer(backend: Partial<WasmBackend>): string | undefined {
  const { wasm, dataIdMap, makeOutput } = backend;
  if (typeof wasm?._malloc !== 'function' || typeof wasm._free !== 'function')
    return 'it has no _malloc and _free';
  const { asm } = wasm as { asm?: { memory?: Partial<WasmMemory> } };
  if (asm?.memory?.buffer === undefined) return 'it does not show its memory';
  if (typeof dataIdMap?.get !== 'function' || typeof makeOutput !== 'function')
    return 'it has no dataIdMap and makeOutput';
  return undefined;
}
