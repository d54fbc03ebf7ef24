import type { Tensor } from '@tensorflow/tfjs-core';
import { Variable, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The weights that gradients reach, as TensorFlow.js variables. */
export function trainedVariables(model: LayersModel): Variable[] {
  return model.trainableWeights.map((weight) => weight.read()).filter(isVariable);
}

function isVariable(value: Tensor): value is Variable {
  return value instanceof Variable;
}

/** Copies of all weights, trained or not, in the model's order. */
export async function readWeights(model: LayersModel): Promise<Float32Array[]> {
  return Promise.all(model.weights.map(async (weight) => (await weight.read().data<'float32'>()).slice()));
}

/** Puts copies that {@link readWeights} made back. */
export function writeWeights(model: LayersModel, values: readonly Float32Array[]): void {
  model.weights.forEach((weight, i) => {
    const value = tensor(values[i], weight.shape as number[]);
    weight.write(value);
    value.dispose();
  });
}
