import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareMemoryShared } from '@aelab/kernels';
import {
  engine,
  findBackendFactory,
  registerBackend,
  removeBackend,
  setBackend,
} from '@tensorflow/tfjs-core';
import { restoreKernels } from './replace-kernels.js';
import { stopThreads } from './threads.js';

/** Whether threads share the memory of the backend that this module started. */
let sharing: boolean | undefined;

/**
 * Starts the backend of TensorFlow.js as it is, but for its memory: shared, so that our kernels can work on it from
 * several threads, or not, so that native code can. Where it runs with the other kind it is started anew, and tensors
 * made before are lost; one that somebody else started stays as it is.
 *
 * @throws Error if TensorFlow.js cannot start it
 */
export async function startStock(shared: boolean, warnings: string[]): Promise<void> {
  const runs = 'wasm' in engine().registry;
  if (!runs || sharing === !shared) {
    if (runs) stop();
    else await import('@tensorflow/tfjs-backend-wasm');
    await chooseMemory(shared, warnings);
    sharing = shared;
  }
  if (!(await withoutNewListeners(() => setBackend('wasm'))))
    throw new Error("startWasm: TensorFlow.js could not start 'wasm' here");
}

/** Ends the backend, and leaves it ready to be started with other settings. */
function stop(): void {
  stopThreads();
  const factory = findBackendFactory('wasm');
  removeBackend('wasm');
  restoreKernels();
  registerBackend('wasm', factory, 2);
}

/** TensorFlow.js gets its own WebAssembly binary, for shared memory with one bit changed. */
async function chooseMemory(shared: boolean, warnings: string[]): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  try {
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    const stock = new Uint8Array(await readFile(join(main, '..', 'tfjs-backend-wasm-simd.wasm')));
    const binary = new Blob([shared ? new Uint8Array(declareMemoryShared(stock)) : stock]);
    const address = URL.createObjectURL(binary);
    const files = ['', '-simd', '-threaded-simd'].map((variant) => `tfjs-backend-wasm${variant}.wasm`);
    setWasmPaths(Object.fromEntries(files.map((file) => [file, address])), true);
  } catch (error) {
    if (shared) warnings.push(`one thread only: ${(error as Error).message}`);
  }
}

/** Emscripten's start adds listeners for uncaught errors that print a page of its own code before the error. */
async function withoutNewListeners<T>(start: () => Promise<T>): Promise<T> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => new Set(process.listeners(event as 'uncaughtException')));
  const result = await start();
  events.forEach((event, i) => {
    for (const listener of process.listeners(event as 'uncaughtException'))
      if (!before[i].has(listener)) process.removeListener(event, listener);
  });
  return result;
}
