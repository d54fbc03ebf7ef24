import type { Kernels } from './generated/kernels-wasm.js';
import { kernelsWasm } from './generated/kernels-wasm.js';
import { declareMemoryShared } from './shared-memory.js';
import type { ComputeChunk, WasmMemory, WasmModule } from './web-assembly.js';
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

/**
 * The kernels, working on `memory`, at most 4 GB, of the kind that the module was compiled for.
 *
 * @param compute - computes the chunks of `shareExternal` on the thread that calls it
 */
export function instantiateKernels(
  module: WasmModule,
  memory: WasmMemory,
  compute: ComputeChunk = nothingExternal,
): Kernels {
  return new webAssembly.Instance(module, { env: { memory, compute } }).exports as Kernels;
}

function nothingExternal(): never {
  throw new Error('shareExternal: these kernels were started without a function that computes chunks');
}
