import { dispose, variableGrads } from '@tensorflow/tfjs-core';
import type { Position } from './checkpoint.js';
import type { Task } from './fit.js';
import type { Optimizer } from './optimizer.js';
import { trainedVariables } from './weights.js';

/** One step of gradient descent on the images with these indices; gives their loss before it. */
export async function trainStep(
  task: Task,
  optimizer: Optimizer,
  indices: Uint32Array,
  { epoch, step }: Position,
): Promise<number> {
  const { value, grads } = variableGrads(
    () => task.loss(indices, { epoch, step }),
    trainedVariables(task.model),
  );
  optimizer.apply(grads);
  const [loss] = await value.data<'float32'>();
  dispose([value, ...Object.values(grads)]);
  return loss;
}
