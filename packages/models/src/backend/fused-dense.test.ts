import type { Tensor, Variable } from '@tensorflow/tfjs-core';
import { backend, fill, tidy, variableGrads } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { variableOf } from '../training/state.js';
import { meanSquaredError } from './mean-squared-error.js';
import { selectBackend } from './select-backend.js';

describe('a dense layer that does not learn', () => {
  let model: Sequential;
  let kernel: Variable;
  let others: Variable[];
  beforeAll(async () => {
    await selectBackend('wasm');
    model = sequential({
      layers: [layers.dense({ units: 5, inputShape: [3] }), layers.dense({ units: 3 })],
    });
    [kernel, ...others] = model.trainableWeights.map(variableOf);
  });
  const gradient = (variables: Variable[]) =>
    tidy(() => {
      const x = fill([4, 3], 0.5);
      const { grads } = variableGrads(() => meanSquaredError(x, model.apply(x) as Tensor), variables);
      return grads[kernel.name].dataSync();
    });

  it('hands the gradient on to the layers before it', () => {
    expect(gradient([kernel])).toEqual(gradient([kernel, ...others]));
  });

  it('keeps at most one gradient that nobody asked for', () => {
    gradient([kernel]);
    const kept = backend().numDataIds();
    for (let step = 0; step < 20; step++) gradient([kernel]);
    expect(backend().numDataIds()).toBe(kept);
  });
});
