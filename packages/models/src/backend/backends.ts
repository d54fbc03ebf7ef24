import { backend, setBackend } from '@tensorflow/tfjs-core';
import { startWasm } from './wasm/start-wasm.js';

/** Fastest expected first; the order only breaks ties. */
export const backendNames = ['wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/**
 * Makes TensorFlow.js compute on `name` from now on.
 *
 * @returns what works less well than it could, in sentences
 * @throws Error if the backend does not start here
 */
export async function startBackend(name: BackendName): Promise<string[]> {
  return starters[name]();
}

const starters: Record<BackendName, () => Promise<string[]>> = {
  wasm: () => startWasm({}),
  async cpu() {
    await import('@tensorflow/tfjs-backend-cpu');
    await activate('cpu');
    // Else its first tensor prints an advertisement for tfjs-node.
    (backend() as { firstUse?: boolean }).firstUse = false;
    return [];
  },
};

async function activate(name: BackendName): Promise<void> {
  if (!(await setBackend(name)))
    throw new Error(`startBackend: TensorFlow.js could not start '${name}' here`);
}
