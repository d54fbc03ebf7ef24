import { compileKernels } from '@aelab/kernels';
import type { KernelBackend } from '@tensorflow/tfjs-core';
import { backend } from '@tensorflow/tfjs-core';
import { activations } from './activations.js';
import { convolutions } from './convolution.js';
import { depthwise } from './depthwise.js';
import { dense } from './dense.js';
import { fuseDenseLayers } from '../fused-dense.js';
import { registerGradients } from '../fused-gradients.js';
import type { Heap, WasmBackend } from './heap.js';
import { createHeap, internalsDiffer, ownProducts } from './heap.js';
import { matrixProducts } from './matrix-product.js';
import { onnxProducts } from './onnx-products.js';
import { findOnnxLibrary, type OnnxLibrary } from './onnx-slices.js';
import { pooling } from './pooling.js';
import { replaceKernels } from './replace-kernels.js';
import { startStock } from './start-stock.js';
import { sums } from './sums.js';
import { useThreads } from './threads.js';
import { unitRange } from './unit-range.js';
import { upsampling } from './upsampling.js';
import { updates } from './updates.js';

export interface WasmOptions {
  /** Threads that share the work; one per core, at most 4, by default. */
  readonly threads?: number;
  /** Whether large matrix products go to `onnxruntime-node`; they do not by default. */
  readonly accelerate?: boolean;
}

/**
 * Starts the backend `wasm` of TensorFlow.js and puts our kernels in place of its own.
 *
 * @returns what keeps it from being as fast as it could be, in sentences
 * @throws Error if TensorFlow.js cannot start it
 */
export async function startWasm({ threads, accelerate = false }: WasmOptions): Promise<string[]> {
  const warnings: string[] = [];
  await startStock(warnings);
  const heap = takeOver(backend() as WasmBackend, warnings);
  if (!heap) return warnings;
  registerGradients();
  fuseDenseLayers();
  const library = accelerate ? findOnnxLibrary() : undefined;
  heap.multiply = library ? acceleratedProducts(heap, library) : ownProducts(heap);
  useThreads(heap, library, threads, warnings);
  return warnings;
}

const kernels = {
  ...activations,
  ...convolutions,
  ...dense,
  ...depthwise,
  ...matrixProducts,
  ...pooling,
  ...sums,
  ...unitRange,
  ...updates,
  ...upsampling,
};

const accelerated = new WeakMap<Heap, Heap['multiply']>();

/** Opened once: sessions of the library stay, and so does what the engine has compiled of their caller. */
function acceleratedProducts(heap: Heap, library: OnnxLibrary): Heap['multiply'] {
  const products = accelerated.get(heap) ?? onnxProducts(heap, ownProducts(heap), library);
  accelerated.set(heap, products);
  return products;
}

/** Backends that have our kernels already. */
const heaps = new WeakMap<KernelBackend, Heap>();

/** Our kernels on the backend's memory; nothing, and a warning, where they cannot work. */
function takeOver(stock: WasmBackend, warnings: string[]): Heap | undefined {
  const known = heaps.get(stock);
  if (known) return known;
  const slow = (reason: string) =>
    void warnings.push(`the stock kernels of TensorFlow.js are in use: ${reason}`);
  const difference = internalsDiffer(stock);
  if (difference !== undefined) {
    slow(`@tensorflow/tfjs-backend-wasm is not the version that aelab knows; ${difference}`);
    return undefined;
  }
  try {
    const { memory } = stock.wasm.asm;
    const module = compileKernels({ shared: memory.buffer instanceof SharedArrayBuffer });
    const heap = createHeap(stock, module);
    heaps.set(stock, heap);
    replaceKernels(heap, kernels);
    return heap;
  } catch (error) {
    slow((error as Error).message);
    return undefined;
  }
}
