import { getBackend, getKernel } from '@tensorflow/tfjs-core';

/** Whether a backend, the one in use unless told, has a kernel of this name; the type of `getKernel` says always. */
export function hasKernel(kernel: string, backend = getBackend()): boolean {
  return (getKernel(kernel, backend) as object | undefined) !== undefined;
}
