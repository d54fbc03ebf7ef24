import type { NamedTensorMap, Scalar, Tensor } from '@tensorflow/tfjs-core';
import {
  addN,
  dispose,
  div,
  maximum,
  mul,
  scalar,
  sqrt,
  square,
  stack,
  sum,
  tidy,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { tieGradients } from '../tied-kernels.js';
import type { Position } from './checkpoint.js';
import type { Task } from './fit.js';
import type { Optimizer } from './optimizer.js';
import type { StateVariable } from './state.js';
import { trainedVariables } from './state.js';

/** How a step moves the variables. */
export interface StepRule {
  readonly learningRate: number;
  /** Longest gradient, over all variables; a longer one is scaled down to it. Any length by default. */
  readonly clipNorm?: number;
  /** Share of each kernel that is taken off per step and unit of learning rate (AdamW); 0 by default. */
  readonly weightDecay?: number;
}

export interface StepResult {
  /** Mean over the images of the step, before its update. */
  readonly loss: number;
  /** Length of the gradient, by layer, before clipping; only where asked for. */
  readonly gradientNorms?: Readonly<Record<string, number>>;
}

/** One step of gradient descent on the images with these indices. */
export async function trainStep(
  task: Task,
  optimizer: Optimizer,
  indices: Uint32Array,
  at: Position,
  { learningRate, clipNorm, weightDecay = 0 }: StepRule,
  measuresGradients = false,
): Promise<StepResult> {
  const trained = task.state.filter((state) => state.trained);
  const { value, grads } = variableGrads(() => task.loss(indices, at), trainedVariables(trained));
  const tied = tidy(() => tieGradients(grads, task.tied ?? []));
  const norms = measuresGradients ? gradientLengths(trained, tied) : undefined;
  tidy(() => {
    if (weightDecay > 0) decay(trained, learningRate * weightDecay);
    optimizer.apply(clipNorm === undefined ? tied : clipped(tied, clipNorm), learningRate);
  });
  const [loss] = await value.data<'float32'>();
  const gradientNorms = norms && layerNorms(trained, await norms.data<'float32'>());
  dispose({ value, norms, grads, tied });
  return { loss, ...(gradientNorms && { gradientNorms }) };
}

function decay(trained: readonly StateVariable[], share: number): void {
  for (const { variable } of trained) if (variable.rank >= 2) variable.assign(mul(variable, 1 - share));
}

function clipped(gradients: NamedTensorMap, length: number): NamedTensorMap {
  const norm = sqrt(addN(Object.values(gradients).map(squaredLength)));
  const factor = div(length, maximum(norm, length));
  return Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [name, mul(gradient, factor)]),
  );
}

/** One value per variable; a variable that the loss does not reach has 0. */
function gradientLengths(trained: readonly StateVariable[], gradients: NamedTensorMap): Tensor {
  const squared = ({ variable: { name } }: StateVariable) =>
    name in gradients ? squaredLength(gradients[name]) : scalar(0);
  return tidy(() => sqrt(stack(trained.map(squared))));
}

function squaredLength(gradient: Tensor): Scalar {
  return sum(square(gradient));
}

/** Of kernel and bias together. */
function layerNorms(trained: readonly StateVariable[], lengths: Float32Array): Record<string, number> {
  const norms: Record<string, number> = {};
  trained.forEach(({ layer }, i) => {
    norms[layer] = Math.hypot(norms[layer] ?? 0, lengths[i]);
  });
  return norms;
}
