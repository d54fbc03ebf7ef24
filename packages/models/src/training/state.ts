import type { Tensor } from '@tensorflow/tfjs-core';
import { Variable, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Layer } from '../layer-stack.js';
import type { Autoencoder } from '../autoencoder.js';

/** A variable that a training run may change, and where it belongs. */
export interface StateVariable {
  /** Name of its layer. */
  readonly layer: string;
  readonly variable: Variable;
  /** Whether gradients reach it. */
  readonly trained: boolean;
}

/** All variables of a layers model, in the model's order. */
export function modelState(model: LayersModel): StateVariable[] {
  const trainable = new Set(model.trainableWeights);
  return model.weights.map((weight) => ({
    layer: weight.originalName.split('/')[0],
    variable: variableOf(weight),
    trained: trainable.has(weight),
  }));
}

/** The variable that holds a layer's weight. */
export function variableOf(weight: Layer['weights'][number]): Variable {
  const value: Tensor = weight.read();
  if (isVariable(value)) return value;
  throw new TypeError(`variableOf: ${weight.originalName} holds no TensorFlow.js variable`);
}

function isVariable(value: Tensor): value is Variable {
  return value instanceof Variable;
}

/** All variables of an autoencoder: the encoder's, the decoder's and its objective's. */
export function autoencoderState({ encoder, decoder, objective }: Autoencoder): StateVariable[] {
  return [...modelState(encoder), ...modelState(decoder), ...(objective?.state ?? [])];
}

/** The variables that an optimiser moves. */
export function trainedVariables(state: readonly StateVariable[]): Variable[] {
  return state.filter(({ trained }) => trained).map(({ variable }) => variable);
}

/** Copies of the variables' values, in their order. */
export async function readState(state: readonly StateVariable[]): Promise<Float32Array[]> {
  return Promise.all(state.map(async ({ variable }) => (await variable.data<'float32'>()).slice()));
}

/** Puts copies that {@link readState} made back. */
export function writeState(state: readonly StateVariable[], values: readonly Float32Array[]): void {
  tidy(() => state.forEach(({ variable }, i) => variable.assign(tensor(values[i], variable.shape))));
}
