import { getKernelsForBackend, setBackend } from '@tensorflow/tfjs-core';
import { graphicsAdapter } from './graphics-adapter.js';
import { neededKernels } from './needed-kernels.js';

/**
 * Starts the backend `webgpu` of TensorFlow.js on the graphics card that Vulkan, Metal or Direct3D 12 finds.
 *
 * @returns a warning where a processor plays the graphics card: right, and slower than every other backend
 * @throws Error if the optional packages are not installed, no adapter is found, TensorFlow.js does not start on it, or lacks
 *   a kernel of {@link neededKernels}
 */
export async function startWebgpu(): Promise<string[]> {
  const adapter = await graphicsAdapter();
  if (!adapter)
    throw new Error(
      'startWebgpu: Dawn finds no graphics card here; its driver for Vulkan, Metal or Direct3D 12 must be installed',
    );
  await import('@tensorflow/tfjs-backend-webgpu');
  if (!(await setBackend('webgpu')))
    throw new Error("startWebgpu: TensorFlow.js could not start 'webgpu' here");
  assertHasKernels();
  const { isFallbackAdapter, description } = adapter.info;
  return isFallbackAdapter ? [`webgpu: ${description} is software, and slow`] : [];
}

/** Else a model would find out in its first step that there is no gradient of one of its layers. */
function assertHasKernels(): void {
  const present = new Set(getKernelsForBackend('webgpu').map(({ kernelName }) => kernelName));
  const missing = neededKernels.filter((name) => !present.has(name));
  if (missing.length > 0)
    throw new Error(
      `startWebgpu: @tensorflow/tfjs-backend-webgpu has no kernel for ${missing.join(', ')}; install its version 4.22.0, which has`,
    );
}
