import { setBackend } from '@tensorflow/tfjs-core';
import { graphicsAdapter } from './graphics-adapter.js';

/**
 * Starts the backend `webgpu` of TensorFlow.js on the graphics card that Vulkan, Metal or Direct3D 12 finds.
 *
 * @returns a warning where a processor plays the graphics card: right, and slower than every other backend
 * @throws Error if the optional packages are not installed, no adapter is found, or TensorFlow.js does not start on it
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
  const { isFallbackAdapter, description } = adapter.info;
  return isFallbackAdapter ? [`webgpu: ${description} is software, and slow`] : [];
}
