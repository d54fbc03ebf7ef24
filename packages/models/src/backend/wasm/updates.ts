import { util } from '@tensorflow/tfjs-core';
import type { Replacement } from './replace-kernels.js';

// Steps of the optimisers, in place; each returns its variable. The caller sees to it that no other tensor shares the
// values of the variable and of the moments.

const AelabAdam: Replacement =
  ({ kernels, pointer, job }) =>
  ({ inputs: { variable, gradient, mean, square }, attrs }) => {
    const { learningRate, beta1, beta2, epsilon, step } = attrs as Record<string, number>;
    kernels.adam(
      pointer(variable),
      pointer(gradient),
      pointer(mean),
      pointer(square),
      util.sizeFromShape(variable.shape),
      learningRate / (1 - beta1 ** step),
      beta1,
      beta2,
      1 / (1 - beta2 ** step),
      epsilon,
      job,
    );
    return variable;
  };

const AelabRmsprop: Replacement =
  ({ kernels, pointer, job }) =>
  ({ inputs: { variable, gradient, square }, attrs }) => {
    const { learningRate, rho, epsilon } = attrs as Record<string, number>;
    const size = util.sizeFromShape(variable.shape);
    kernels.rmsprop(
      pointer(variable),
      pointer(gradient),
      pointer(square),
      size,
      learningRate,
      rho,
      epsilon,
      job,
    );
    return variable;
  };

const AelabMomentum: Replacement =
  ({ kernels, pointer, job }) =>
  ({ inputs: { variable, gradient, velocity }, attrs }) => {
    const { learningRate, momentum } = attrs as Record<string, number>;
    const size = util.sizeFromShape(variable.shape);
    kernels.momentum(
      pointer(variable),
      pointer(gradient),
      pointer(velocity),
      size,
      learningRate,
      momentum,
      job,
    );
    return variable;
  };

export const updates = { AelabAdam, AelabMomentum, AelabRmsprop };
