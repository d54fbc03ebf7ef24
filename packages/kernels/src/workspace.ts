import { compileKernels, instantiateKernels } from './compile-kernels.js';
import type { Kernels } from './generated/kernels-wasm.js';
import type { WasmMemory } from './web-assembly.js';
import { webAssembly } from './web-assembly.js';

/** Kernels with memory to work in, for one call of a function outside TensorFlow.js. */
export interface Workspace {
  readonly kernels: Kernels;
  readonly buffer: ArrayBuffer | SharedArrayBuffer;
  /** Byte offset of each area that was asked for; its contents are whatever the last call left. */
  readonly at: readonly number[];
}

const pageBytes = 65536;
/** AssemblyScript's own data lie below. */
const firstByte = 1024;

/**
 * Areas of these many bytes on a memory that all callers take in turn.
 *
 * @returns `undefined` where WebAssembly SIMD is missing or the memory cannot grow so far: plain JavaScript has to do
 */
export function workspace(areaBytes: (kernels: Kernels) => readonly number[]): Workspace | undefined {
  return areasOf((own ??= start()), areaBytes);
}

/** The same on a memory that no other caller gets, so that its contents stay. */
export function privateWorkspace(areaBytes: (kernels: Kernels) => readonly number[]): Workspace | undefined {
  return areasOf(start(), areaBytes);
}

function areasOf(
  started: typeof own,
  areaBytes: (kernels: Kernels) => readonly number[],
): Workspace | undefined {
  if (!started) return undefined;
  const { kernels, memory } = started;
  let end = firstByte;
  const at = areaBytes(kernels).map((bytes) => {
    const start = end;
    end += Math.ceil(bytes / 64) * 64;
    return start;
  });
  return growTo(memory, end) ? { kernels, buffer: memory.buffer, at } : undefined;
}

function growTo(memory: WasmMemory, bytes: number): boolean {
  const pages = Math.ceil((bytes - memory.buffer.byteLength) / pageBytes);
  try {
    if (pages > 0) memory.grow(pages);
    return true;
  } catch {
    return false;
  }
}

let own: { kernels: Kernels; memory: WasmMemory } | null | undefined;

function start(): typeof own {
  try {
    const memory = new webAssembly.Memory({ initial: 16, maximum: 65536 });
    return { kernels: instantiateKernels(compileKernels({ shared: false }), memory), memory };
  } catch {
    return null;
  }
}
