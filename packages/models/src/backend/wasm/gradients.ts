import type { GradConfig, Tensor } from '@tensorflow/tfjs-core';
import {
  engine,
  getBackend,
  getGradient,
  getKernel,
  registerGradient,
  unregisterGradient,
} from '@tensorflow/tfjs-core';

let areRegistered = false;

/** One pass over the values where TensorFlow.js takes three; on other backends, its own gradients. */
export function registerGradients(): void {
  if (areRegistered) return;
  areRegistered = true;
  replaceGradient('Relu', 'AelabReluGradient', (dy, x) => ({ dy, x }));
  replaceGradient('Sigmoid', 'AelabSigmoidGradient', (dy, y) => ({ dy, y }));
}

function replaceGradient(
  kernelName: string,
  ours: string,
  inputs: (dy: Tensor, saved: Tensor) => Record<string, Tensor>,
): void {
  const stock: GradConfig = getGradient(kernelName);
  unregisterGradient(kernelName);
  registerGradient({
    ...stock,
    gradFunc: (dy, saved, attrs) =>
      (getKernel(ours, getBackend()) as object | undefined)
        ? { x: () => engine().runKernel<Tensor>(ours, inputs(dy as Tensor, saved[0])) }
        : stock.gradFunc(dy, saved, attrs),
  });
}
