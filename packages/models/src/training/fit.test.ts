import { imageBatch, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { encode, reconstruct } from '../autoencoder.js';
import { selectBackend } from '../backend/select-backend.js';
import { denseAutoencoder } from '../dense-autoencoder.js';
import type { Checkpoint } from './checkpoint.js';
import { checkpointFromBytes, checkpointToBytes } from './checkpoint-bytes.js';
import { trainAutoencoder, type AutoencoderTraining } from './train-autoencoder.js';
import { autoencoderState, readState } from './state.js';

/** Images whose four pixels follow from one number, so that one latent value can hold them. */
function stripes(n: number, seed: number): ImageBatch {
  const { uniform } = random(seed);
  const data = Float32Array.from({ length: n }, uniform);
  const pixels = [...data].flatMap((x) => [x, 1 - x, x * x, 0.5]);
  return imageBatch(Float32Array.from(pixels), [n, 2, 2, 1]);
}

const images = stripes(70, 1);
const validation = stripes(20, 2);
const base = {
  optimizer: 'adam',
  learningRate: 0.01,
  loss: 'mse',
  batchSize: 16,
  epochs: 4,
  seed: 5,
} as const;
const build = (seed = 0) => denseAutoencoder({ imageShape: [2, 2, 1], hidden: [8], latentDim: 1, seed });

async function trained(options: Partial<AutoencoderTraining> = {}, model = build()) {
  const result = await trainAutoencoder(model, images, { ...base, ...options });
  return { result, weights: await readState(autoencoderState(model)), model };
}

beforeAll(() => selectBackend('cpu'));

describe('trainAutoencoder', () => {
  it('learns: the loss falls to less than a tenth', async () => {
    const { result } = await trained({ epochs: 60 });
    expect(result.loss).toHaveLength(60);
    expect(result.loss[59]).toBeLessThan(result.loss[0] / 10);
    expect(result.stopped).toBe('epochs');
  });

  it.each(['mse', 'rmse', 'mae', 'binaryCrossentropy'] as const)('learns with the loss %s', async (loss) => {
    const { result } = await trained({ loss, epochs: 15 });
    expect(result.loss[14]).toBeLessThan(result.loss[0]);
  });

  it('repeats its weights byte for byte for a seed, and no others', async () => {
    const first = await trained();
    expect((await trained()).weights).toEqual(first.weights);
    expect((await trained({ seed: 6 })).weights).not.toEqual(first.weights);
    expect((await trained({}, build(1))).weights).not.toEqual(first.weights);
  });

  it('leaves the model as it is for 0 epochs', async () => {
    const before = await readState(autoencoderState(build()));
    const { result, weights } = await trained({ epochs: 0 });
    expect(weights).toEqual(before);
    expect(result).toMatchObject({ stopped: 'epochs', loss: [], imagesPerSecond: 0 });
  });

  it('leaves no tensor behind', async () => {
    const model = build();
    await trained({ epochs: 1 }, model);
    const before = memory().numTensors;
    await trained({ epochs: 3, validation, patience: 2 }, model);
    await encode(model, images);
    expect(memory().numTensors).toBe(before);
  });

  it('reports a running mean loss and an end in sight', async () => {
    const seen: number[] = [];
    await trained({ epochs: 1, onStep: ({ step, loss, secondsLeft }) => seen.push(step, loss, secondsLeft) });
    expect(seen.filter((_, i) => i % 3 === 0)).toEqual([1, 2, 3, 4, 5]);
    expect(seen.at(-1)).toBe(0);
  });

  it('ends a run that diverges as a result, with the weights of the epoch before', async () => {
    const broken = { ...base, optimizer: 'sgd', learningRate: 1e38, epochs: 3 } as const;
    const model = denseAutoencoder({
      imageShape: [2, 2, 1],
      hidden: [8],
      latentDim: 1,
      outputActivation: 'linear',
      seed: 0,
    });
    const { result, weights } = await trained(broken, model);
    expect(result.stopped).toBe('diverged');
    expect(result.cause).toMatch(/of epoch 1$/);
    expect(weights.flatMap((w) => [...w]).every(Number.isFinite)).toBe(true);
  });

  it('goes back to the best weights when patience is over', async () => {
    const { result, model } = await trained({ epochs: 200, patience: 2, validation, learningRate: 0.3 });
    expect(result.stopped).toBe('patience');
    const best = Math.min(...result.validationLoss);
    expect(result.validationLoss[(result.bestEpoch ?? 0) - 1]).toBe(best);
    expect(result.loss).toHaveLength((result.bestEpoch ?? 0) + 2);
    const decoded = await reconstruct(model, validation);
    const errors = Float64Array.from(decoded.data, (value, i) => (value - validation.data[i]) ** 2);
    expect(errors.reduce((a, b) => a + b) / errors.length).toBeCloseTo(best, 6);
  });

  it('refuses patience without validation images, and options out of range', async () => {
    await expect(trained({ patience: 3 })).rejects.toThrow(
      'patience is 3 but there are no validation images',
    );
    await expect(trained({ batchSize: 0 })).rejects.toThrow('batchSize is 0');
    await expect(trained({ epochs: 1.5 })).rejects.toThrow('epochs is 1.5');
  });
});

describe('a checkpoint', () => {
  it.each(['adam', 'rmsprop', 'sgd'] as const)(
    'resumes to the same weights from any step (%s)',
    async (optimizer) => {
      const straight = await trained({ optimizer, validation, patience: 50 });
      for (const stopAfter of [1, 5, 8, 19]) {
        const checkpoint = await interruptedAfter(stopAfter, { optimizer, validation, patience: 50 });
        const resumed = await trained({ optimizer, validation, patience: 50, checkpoint }, build(9));
        expect(resumed.weights).toEqual(straight.weights);
        expect(resumed.result.loss).toEqual(straight.result.loss);
        expect(resumed.result.validationLoss).toEqual(straight.result.validationLoss);
      }
    },
  );

  it('refuses bytes that are not a whole checkpoint', async () => {
    const bytes = checkpointToBytes(await interruptedAfter(3, {}));
    expect(() => checkpointFromBytes(bytes.subarray(0, 10))).toThrow('do not begin with');
    expect(() => checkpointFromBytes(bytes.subarray(0, 100))).toThrow('inside its header');
    expect(() => checkpointFromBytes(bytes.subarray(0, bytes.length - 1))).toThrow('inside its values');
  });
});

/** The checkpoint of a run that is aborted after some steps, through its bytes. */
async function interruptedAfter(steps: number, options: Partial<AutoencoderTraining>): Promise<Checkpoint> {
  const controller = new AbortController();
  let bytes: Uint8Array | undefined;
  let left = steps;
  const { result } = await trained({
    ...options,
    signal: controller.signal,
    onStep: () => {
      if (--left === 0) controller.abort();
    },
    onCheckpoint: (checkpoint) => {
      bytes = checkpointToBytes(checkpoint);
      return Promise.resolve();
    },
  });
  expect(result.stopped).toBe('aborted');
  return checkpointFromBytes(bytes ?? new Uint8Array());
}
