import { existsSync } from 'node:fs';

/**
 * The graphics card that WebGPU would take; nothing where there is none.
 *
 * @throws Error if the optional package `webgpu` is not installed, or has no library for this machine
 */
export async function graphicsAdapter(): Promise<GPUAdapter | undefined> {
  const gpu = await openGpu();
  return (await gpu.requestAdapter({ powerPreference: 'high-performance' })) ?? undefined;
}

/** Devices of Linux through which a graphics card is used; without one, Dawn need not be asked, which complains aloud. */
const linuxDevices = ['/dev/dri', '/dev/nvidiactl', '/dev/dxg'];

/** Whether there is a graphics card that is no processor in disguise, and the packages that can use it. */
export async function hasGraphicsCard(): Promise<boolean> {
  if (process.platform === 'linux' && !linuxDevices.some((device) => existsSync(device))) return false;
  try {
    const adapter = await graphicsAdapter();
    return adapter !== undefined && !adapter.info.isFallbackAdapter;
  } catch {
    return false;
  }
}

/** Dawn, by the optional package `webgpu`, put where the backend of TensorFlow.js looks for a browser's. */
async function openGpu(): Promise<GPU> {
  const global = globalThis as { navigator?: { readonly gpu?: GPU } };
  if (global.navigator?.gpu) return global.navigator.gpu;
  const { create, globals } = await import('webgpu').catch(notInstalled);
  Object.assign(globalThis, globals);
  const gpu = create([]);
  global.navigator ??= {};
  Object.defineProperty(global.navigator, 'gpu', { value: gpu });
  return gpu;
}

function notInstalled(error: Error): never {
  throw new Error(
    `webgpu: ${error.message}; \`npm install webgpu @tensorflow/tfjs-backend-webgpu@4.22.0\` brings what is needed`,
  );
}
