import type { KernelConfig, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { getKernel, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import type { Heap } from './heap.js';

/** What TensorFlow.js calls a kernel with. */
export interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  readonly attrs?: NamedAttrMap;
}

/** The stock kernel of the same name, for what a replacement does not cover. */
export type Stock = (call: Call) => TensorInfo;

/** Makes a kernel of the backend `wasm` that works on our heap. */
export type Replacement = (heap: Heap, stock: Stock) => (call: Call) => TensorInfo | TensorInfo[];

/** Registers each kernel under its name, in place of the stock one if there is one. */
export function replaceKernels(heap: Heap, replacements: Readonly<Record<string, Replacement>>): void {
  for (const [kernelName, replacement] of Object.entries(replacements)) {
    const stock = getKernel(kernelName, 'wasm') as KernelConfig | undefined;
    if (stock) unregisterKernel(kernelName, 'wasm');
    const callStock: Stock = ({ inputs, attrs }) => {
      if (!stock)
        throw new Error(
          `${kernelName}: TensorFlow.js has no such kernel for 'wasm', and ours does not cover this case`,
        );
      return stock.kernelFunc({ inputs, attrs, backend: heap.backend }) as TensorInfo;
    };
    const kernel = replacement(heap, callStock);
    registerKernel({ kernelName, backendName: 'wasm', kernelFunc: kernel as KernelFunc });
  }
}
