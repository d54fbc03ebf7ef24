import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '@tensorflow/tfjs-core';
import type { OptimizerStep } from '../optimizer-step.js';
import type { Heap } from './heap.js';
import type { Replacement } from './replace-kernels.js';

const AelabAdam = inPlace((heap, { inputs: { variable, gradient, mean, square }, attrs }) => {
  const { learningRate, beta1, beta2, epsilon, step } = attrs;
  heap.kernels.adam(
    slots(heap, variable, gradient, mean, square),
    variable.length,
    learningRate / (1 - beta1 ** step),
    beta1,
    beta2,
    1 / (1 - beta2 ** step),
    epsilon,
    heap.job,
  );
});

const AelabRmsprop = inPlace((heap, { inputs: { variable, gradient, square }, attrs }) => {
  const { learningRate, rho, epsilon } = attrs;
  const table = slots(heap, variable, gradient, square, square);
  heap.kernels.rmsprop(table, variable.length, learningRate, rho, epsilon, heap.job);
});

const AelabMomentum = inPlace((heap, { inputs: { variable, gradient, velocity }, attrs }) => {
  const { learningRate, momentum } = attrs;
  const table = slots(heap, variable, gradient, velocity, velocity);
  heap.kernels.momentum(table, variable.length, learningRate, momentum, heap.job);
});

export const updates = { AelabAdam, AelabMomentum, AelabRmsprop };

function inPlace(update: (heap: Heap, step: OptimizerStep) => void): Replacement {
  return (heap) => (call) => {
    update(heap, call as unknown as OptimizerStep);
    return [];
  };
}

type Tensors = readonly TensorInfo[];

/** Writes a row for each variable, as the kernels read it, and gives the place of the first. */
function slots(
  { memory, pointer, scratch }: Heap,
  variables: Tensors,
  gradients: Tensors,
  first: Tensors,
  second: Tensors,
): number {
  const rows = variables.flatMap((variable, i) => [
    ...[variable, gradients[i], first[i], second[i]].map(pointer),
    util.sizeFromShape(variable.shape),
  ]);
  const place = scratch(4 * rows.length);
  new Uint32Array(memory.buffer, place, rows.length).set(rows);
  return place;
}
