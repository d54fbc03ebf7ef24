import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { customGrad, engine, mean, squaredDifference } from '@tensorflow/tfjs-core';
import { hasKernel } from './has-kernel.js';

/**
 * The mean of `(original − reconstruction)²` over every value; two passes over the values for it and its gradient
 * where the backend has kernels for them, instead of ten.
 *
 * There, no gradient flows into the originals: they are data.
 */
export function meanSquaredError(original: Tensor, reconstruction: Tensor): Scalar {
  if (!hasKernel('AelabMeanSquaredError')) return mean(squaredDifference(original, reconstruction));
  const ofReconstruction = customGrad((b, save) => {
    (save as (tensors: Tensor[]) => void)([original, b as Tensor]);
    return {
      value: engine().runKernel<Scalar>('AelabMeanSquaredError', { a: original, b: b as Tensor }),
      gradFunc: (dy: Tensor, [a, b]: Tensor[]) =>
        engine().runKernel<Tensor>('AelabMeanSquaredErrorGradient', { dy, a, b }),
    };
  });
  return ofReconstruction(reconstruction);
}
