import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareMemoryShared } from '@aelab/kernels';
import { engine, setBackend } from '@tensorflow/tfjs-core';

/**
 * Starts the backend of TensorFlow.js as it is, but for its memory: shared, so that our kernels can work on it from
 * several threads. One that runs already stays as it is.
 *
 * @throws Error if TensorFlow.js cannot start it
 */
export async function startStock(warnings: string[]): Promise<void> {
  if (!('wasm' in engine().registry)) await chooseSharedMemory(warnings);
  if (!(await withoutNewListeners(() => setBackend('wasm'))))
    throw new Error("startWasm: TensorFlow.js could not start 'wasm' here");
}

/** TensorFlow.js gets its own WebAssembly binary with one bit changed. */
async function chooseSharedMemory(warnings: string[]): Promise<void> {
  const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
  try {
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    const stock = new Uint8Array(await readFile(join(main, '..', 'tfjs-backend-wasm-simd.wasm')));
    const address = URL.createObjectURL(new Blob([new Uint8Array(declareMemoryShared(stock))]));
    const files = ['', '-simd', '-threaded-simd'].map((variant) => `tfjs-backend-wasm${variant}.wasm`);
    setWasmPaths(Object.fromEntries(files.map((file) => [file, address])), true);
  } catch (error) {
    warnings.push(`one thread only: ${(error as Error).message}`);
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
