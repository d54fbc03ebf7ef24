import { random } from '@aelab/kernels/random';
import type { Tensor } from '@tensorflow/tfjs-core';
import { memory, tensor, tidy, variableGrads } from '@tensorflow/tfjs-core';
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers';
import { lacks, useSwiftShader } from '../../../../tools/testing/requires.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Layer } from '../layer-stack.js';
import { repairOracle } from '../testing/repair-oracle.js';
import { optimizers } from '../training/optimizer.js';
import { variableOf } from '../training/state.js';
import type { Candidate, StartOptions } from './backends.js';
import { startBackend } from './backends.js';
import { meanSquaredError } from './mean-squared-error.js';

const imageShape = [8, 8, 2];
const { uniform } = random(6);
/** Dark, with some noise: something to learn for a convolution too. */
const images = Float32Array.from({ length: 32 * 128 }, () => 0.1 + 0.1 * uniform());

const seeded = { kernelInitializer: initializers.glorotUniform({ seed: 4 }), padding: 'same' } as const;

interface Case {
  /** The oracle takes a second for a few hundred small convolutions. */
  readonly batch: number;
  readonly stack: () => Layer[];
}

const cases: Record<string, Case> = {
  dense: {
    batch: 32,
    stack: () => [
      layers.flatten({ inputShape: imageShape }),
      layers.dense({ units: 200, activation: 'relu', ...seeded }),
      layers.dense({ units: 128, activation: 'sigmoid', ...seeded }),
      layers.reshape({ targetShape: imageShape }),
    ],
  },
  convolutional: {
    batch: 4,
    stack: () => [
      layers.conv2d({ filters: 9, kernelSize: 3, activation: 'relu', inputShape: imageShape, ...seeded }),
      layers.maxPooling2d({ poolSize: 2 }),
      layers.conv2d({ filters: 5, kernelSize: 3, activation: 'relu', ...seeded }),
      layers.upSampling2d({ size: [2, 2] }),
      layers.conv2d({ filters: 2, kernelSize: 3, activation: 'sigmoid', ...seeded }),
    ],
  },
  strided: {
    batch: 4,
    stack: () => [
      layers.conv2d({
        filters: 8,
        kernelSize: 4,
        strides: 2,
        activation: 'elu',
        inputShape: imageShape,
        ...seeded,
      }),
      layers.batchNormalization(),
      layers.conv2dTranspose({ filters: 2, kernelSize: 3, strides: 2, activation: 'sigmoid', ...seeded }),
    ],
  },
};

interface Trained {
  readonly losses: number[];
  readonly weights: Float32Array[];
}

/** 100 steps of Adam on one batch. */
async function train({ batch, stack }: Case, steps = 100): Promise<Trained> {
  const model = sequential({ layers: stack() });
  const variables = model.trainableWeights.map(variableOf);
  const optimizer = optimizers.adam(variables, { learningRate: 0.01 });
  const x = tensor(images.subarray(0, batch * 128), [batch, ...imageShape]);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const loss = tidy(() => {
      const { value, grads } = variableGrads(
        () => meanSquaredError(x, model.apply(x, { training: true }) as Tensor),
        variables,
      );
      optimizer.apply(grads);
      return value;
    });
    losses.push((await loss.data())[0]);
    loss.dispose();
  }
  const weights = await Promise.all(variables.map((variable) => variable.data<'float32'>()));
  x.dispose();
  optimizer.dispose();
  model.dispose();
  return { losses, weights };
}

const native: Record<string, [Candidate, StartOptions]> = lacks('native', 'training on the native backend')
  ? {}
  : { native: [{ name: 'native' }, {}] };

const settings: Record<string, [Candidate, StartOptions]> = {
  ...native,
  'wasm, 1 thread': [{ name: 'wasm' }, { threads: 1 }],
  'wasm, 2 threads': [{ name: 'wasm' }, { threads: 2 }],
  'wasm, 3 threads': [{ name: 'wasm' }, { threads: 3 }],
  'wasm with onnxruntime, 1 thread': [{ name: 'wasm', accelerator: 'onnxruntime' }, { threads: 1 }],
  'wasm with onnxruntime, 2 threads': [{ name: 'wasm', accelerator: 'onnxruntime' }, { threads: 2 }],
};

describe.each(Object.entries(cases))('%s', (kind, model) => {
  let oracle: Trained;
  beforeAll(async () => {
    await startBackend({ name: 'cpu' }, {});
    repairOracle();
    oracle = await train(model);
  });

  describe.each(Object.entries(settings))('on %s', (_setting, [candidate, options]) => {
    let trained: Trained;
    beforeAll(async () => {
      expect(await startBackend(candidate, options)).toEqual([]);
      trained = await train(model);
    });

    it('has the losses of the pure JavaScript backend over 100 steps', () => {
      expect(oracle.losses[99]).toBeLessThan(oracle.losses[0] * 0.9);
      oracle.losses.forEach((loss, i) => expect(Math.abs(trained.losses[i] / loss - 1)).toBeLessThan(1e-3));
    });

    it('repeats its weights byte for byte, and leaves no tensor behind', async () => {
      const { numTensors } = memory();
      expect(await train(model)).toEqual(trained);
      expect(memory().numTensors).toBe(numTensors);
    });
  });

  // Of one model: SwiftShader takes a minute for each.
  it.skipIf(kind !== 'convolutional' || lacks('swiftshader', 'training on webgpu'))(
    'has the losses of the pure JavaScript backend over 100 steps on webgpu, by software',
    async () => {
      useSwiftShader();
      expect(await startBackend({ name: 'webgpu' }, {})).toEqual([expect.stringContaining('is software')]);
      const { losses } = await train(model);
      oracle.losses.forEach((loss, i) => expect(Math.abs(losses[i] / loss - 1)).toBeLessThan(1e-3));
    },
  );

  it.each([undefined, 'onnxruntime'] as const)(
    'has the same bytes for any number of threads, with %s',
    async (accelerator) => {
      const results = [];
      for (const threads of [1, 2, 3]) {
        await startBackend({ name: 'wasm', accelerator }, { threads });
        results.push(await train(model, 10));
      }
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    },
  );
});
