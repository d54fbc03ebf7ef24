import { tensor1d, variable } from '@tensorflow/tfjs-core';
import type { Variable } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { selectBackend } from '../backend/select-backend.js';
import type { Optimizer } from './optimizer.js';
import { optimizers } from './optimizer.js';
import golden from './optimizer.golden.json' with { type: 'json' };

const rules: Record<keyof typeof golden.rules, (variables: Variable[]) => Optimizer> = {
  adam: (variables) =>
    optimizers.adam(variables, { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 0.01 }),
  rmsprop: (variables) => optimizers.rmsprop(variables, { learningRate: 0.1, rho: 0.9, epsilon: 0.01 }),
  momentum: (variables) => optimizers.sgd(variables, { learningRate: 0.1, momentum: 0.9 }),
  sgd: (variables) => optimizers.sgd(variables, { learningRate: 0.1 }),
};

const start = () => variable(tensor1d(golden.start));
const gradientOf = (target: Variable, step: number) => ({ [target.name]: tensor1d(golden.gradients[step]) });

describe.each(['cpu', 'wasm'] as const)('on %s', (backend) => {
  describe.each(Object.entries(rules))('%s', (name, make) => {
    it('takes the steps of torch.optim in PyTorch 2.15', async () => {
      await selectBackend(backend);
      const target = start();
      const optimizer = make([target]);
      golden.rules[name as keyof typeof rules].forEach((expected, step) => {
        optimizer.apply(gradientOf(target, step));
        expect([...target.dataSync()].map((value, i) => Math.abs(value - expected[i]) < 2e-6)).not.toContain(
          false,
        );
      });
    });

    it('goes on from a state as if it had never stopped, in bytes', async () => {
      await selectBackend(backend);
      const [whole, halves] = [start(), start()];
      const uninterrupted = make([whole]);
      const first = make([halves]);
      for (const step of [0, 1, 2, 3]) uninterrupted.apply(gradientOf(whole, step));
      for (const step of [0, 1]) first.apply(gradientOf(halves, step));
      const state = await first.state();
      const moved = variable(tensor1d(halves.dataSync()));
      const second = make([moved]);
      second.restore(state);
      for (const step of [2, 3]) second.apply(gradientOf(moved, step));
      expect(moved.dataSync()).toEqual(whole.dataSync());
      expect(await second.state()).toEqual(await uninterrupted.state());
    });

    it('does not reach a clone made before', async () => {
      await selectBackend(backend);
      const target = start();
      const clone = target.clone();
      const optimizer = make([target]);
      optimizer.apply(gradientOf(target, 0));
      expect(clone.dataSync()).toEqual(Float32Array.from(golden.start));
      expect(target.dataSync()).not.toEqual(clone.dataSync());
    });
  });
});

describe('restore', () => {
  it('refuses the state of another rule and of other variables', async () => {
    await selectBackend('cpu');
    const state = await optimizers.adam([start()]).state();
    expect(() => optimizers.rmsprop([start()]).restore(state)).toThrow('the state holds [mean,square]');
    expect(() => optimizers.adam([variable(tensor1d([1]))]).restore(state)).toThrow(/lengths \[\d+\]/);
  });
});
