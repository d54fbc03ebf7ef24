// Registers the gradients of all kernels, some of which are replaced when a backend starts.
import '@tensorflow/tfjs-layers';
import { backend, setBackend } from '@tensorflow/tfjs-core';
import { repairAveragePooling } from './repair-average-pooling.js';
import { startNative } from './native/start-native.js';
import { startWasm } from './wasm/start-wasm.js';
import { startWebgpu } from './webgpu/start-webgpu.js';

/** Ties go to the first. */
export const backendNames = ['gpu', 'webgpu', 'native', 'wasm', 'cpu'] as const;
export type BackendName = (typeof backendNames)[number];

/** A backend, and the library that does part of its work. */
export interface Candidate {
  readonly name: BackendName;
  /** Where large matrix products go, if not to the backend itself. */
  readonly accelerator?: 'onnxruntime';
}

export interface StartOptions {
  /** Threads that share the work; `AELAB_THREADS` or one per core, at most 4, by default. Their number never changes a result. */
  readonly threads?: number;
}

/**
 * Makes TensorFlow.js compute on the candidate from now on.
 *
 * @returns what works less well than it could, in sentences
 * @throws Error if the backend, or its accelerator, does not start here
 */
export async function startBackend(candidate: Candidate, options: StartOptions): Promise<string[]> {
  const warnings = await start(candidate, options);
  repairAveragePooling();
  return warnings;
}

async function start({ name, accelerator }: Candidate, options: StartOptions): Promise<string[]> {
  switch (name) {
    case 'webgpu':
      return startWebgpu();
    case 'gpu':
    case 'native':
      return startNative(name, options);
    case 'wasm':
      return startWasm({ ...options, accelerate: accelerator !== undefined });
    case 'cpu':
      return startCpu();
  }
}

async function startCpu(): Promise<string[]> {
  await import('@tensorflow/tfjs-backend-cpu');
  if (!(await setBackend('cpu'))) throw new Error("startBackend: TensorFlow.js could not start 'cpu' here");
  // Else its first tensor prints an advertisement for tfjs-node.
  (backend() as { firstUse?: boolean }).firstUse = false;
  return [];
}
