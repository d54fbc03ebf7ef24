import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import { engine, getGradient, registerGradient, unregisterGradient } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';

/** Other packages of TensorFlow.js register its own again when they are loaded. */
const ours = new Set<GradConfig>();

/** One pass over the values where TensorFlow.js takes three; on other backends, its own gradients. */
export function registerGradients(): void {
  replaceGradient('Relu', 'AelabReluGradient', (dy, x) => ({ dy, x }));
  replaceGradient('Sigmoid', 'AelabSigmoidGradient', (dy, y) => ({ dy, y }));
}

function replaceGradient(
  kernelName: string,
  kernel: string,
  inputs: (dy: Tensor, saved: Tensor) => Record<string, Tensor>,
): void {
  const stock: GradConfig = getGradient(kernelName);
  if (ours.has(stock)) return;
  unregisterGradient(kernelName);
  const config: GradConfig = {
    ...stock,
    gradFunc: (dy, saved, attrs) =>
      hasKernel(kernel)
        ? { x: () => engine().runKernel<Tensor>(kernel, inputs(dy as Tensor, saved[0])) }
        : stock.gradFunc(dy, saved, attrs),
  };
  registerGradient(config);
  ours.add(config);
}
