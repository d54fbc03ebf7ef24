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

/** A step of each thousand values as a variable of their own. */
function piecewise(
  values: Float32Array,
  gradients: Float32Array,
  make: (variables: Variable[]) => Optimizer,
) {
  const pieces: number[] = [];
  for (let at = 0; at < values.length; at += 1000) {
    const piece = variable(tensor1d(values.subarray(at, at + 1000)));
    make([piece]).apply({ [piece.name]: tensor1d(gradients.subarray(at, at + 1000)) });
    pieces.push(...piece.dataSync());
  }
  return pieces;
}

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

    it('moves long and short variables as if each were alone, and leaves one without a gradient', async () => {
      await selectBackend(backend);
      const stretched = (values: number[], length: number) =>
        Float32Array.from({ length }, (_, i) => values[i % values.length] * (1 + i / length));
      const lengths = [3, 40_001, 16_384, 1, 16_385];
      const variables = lengths.map((length) => variable(tensor1d(stretched(golden.start, length))));
      const gradients = lengths.map((length) => stretched(golden.gradients[0], length));
      const named = variables.map(({ name }, i) => [name, tensor1d(gradients[i])] as const);
      const idle = start();
      const optimizer = make([variables[0], idle, ...variables.slice(1)]);
      optimizer.apply(Object.fromEntries(named));
      variables.forEach((moved, i) => {
        const alone = piecewise(stretched(golden.start, lengths[i]), gradients[i], make);
        expect(moved.dataSync().every((value, at) => Math.abs(value - alone[at]) < 2e-6)).toBe(true);
      });
      expect(idle.dataSync()).toEqual(Float32Array.from(golden.start));
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
