import type { Kernels } from './generated/kernels-wasm.js';
import { kernelsWasm } from './generated/kernels-wasm.js';
import { declareMemoryShared } from './shared-memory.js';
import type { WasmMemory, WasmModule } from './web-assembly.js';
import { webAssembly } from './web-assembly.js';

/**
 * Compiles the kernels for memories of one kind: a module names in its text whether its memory is shared.
 *
 * @throws Error where WebAssembly, its SIMD or its atomic instructions are missing
 */
export function compileKernels({ shared }: { shared: boolean }): WasmModule {
  const bytes = Uint8Array.from(atob(kernelsWasm), (char) => char.charCodeAt(0));
  return new webAssembly.Module(shared ? declareMemoryShared(bytes) : bytes);
}

/** The kernels, working on `memory`, at most 4 GB, of the kind that the module was compiled for. */
export function instantiateKernels(module: WasmModule, memory: WasmMemory): Kernels {
  return new webAssembly.Instance(module, { env: { memory } }).exports as Kernels;
}
