import type { TensorInfo } from '@tensorflow/tfjs-core';

/**
 * What the kernels AelabAdam, AelabRmsprop and AelabMomentum are called with: lists that have a place for each variable.
 * They work in place; the caller sees to it that no other tensor shares the values of a variable or of its moments.
 */
export interface OptimizerStep {
  readonly inputs: Readonly<Record<string, readonly TensorInfo[]>>;
  readonly attrs: Readonly<Record<string, number>>;
}
