import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { declareMemoryShared } from '@aelab/kernels';

interface WasmPackage {
  readonly setWasmPaths: (files: Record<string, string>, usePlatformFetch: boolean) => void;
}

/**
 * Gives TensorFlow.js its own WebAssembly binary with one bit changed: the memory is declared as shared, so that our
 * kernels can work on it from several threads. To be called before the backend starts.
 */
export async function shareMemory({ setWasmPaths }: WasmPackage, warnings: string[]): Promise<void> {
  try {
    const main = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm');
    const binary = await readFile(join(main, '..', 'tfjs-backend-wasm-simd.wasm'));
    const shared = new Blob([new Uint8Array(declareMemoryShared(binary))]);
    const address = URL.createObjectURL(shared);
    setWasmPaths(
      Object.fromEntries(
        ['', '-simd', '-threaded-simd'].map((variant) => [`tfjs-backend-wasm${variant}.wasm`, address]),
      ),
      true,
    );
  } catch (error) {
    warnings.push(`one thread only: ${(error as Error).message}`);
  }
}
