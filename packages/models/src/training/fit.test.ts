import { imageBatch, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { memory } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { encode, reconstruct } from '../autoencoder.js';
import { selectBackend } from '../backend/select-backend.js';
import { denseAutoencoder } from '../dense-autoencoder.js';
import type { Checkpoint } from './checkpoint.js';
import { checkpointFromBytes, checkpointToBytes } from './checkpoint-bytes.js';
import { schedules } from './schedules.js';
import { trainAutoencoder, type AutoencoderTraining, type Corruption } from './train-autoencoder.js';
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

  it('stops at the loss asked for, of validation where there is some', async () => {
    const free = (await trained({ epochs: 10, validation })).result;
    const { result } = await trained({ epochs: 10, validation, targetLoss: free.validationLoss[4] });
    expect(result.stopped).toBe('target');
    expect(result.validationLoss).toEqual(free.validationLoss.slice(0, 5));
    const training = (await trained({ epochs: 10, targetLoss: free.loss[2] })).result;
    expect(training.loss).toEqual(free.loss.slice(0, 3));
  });

  it('gives the encoder damaged images, others in each step, and compares with the originals', async () => {
    const black: Corruption = (batch) => ({ ...batch, data: new Float32Array(batch.data.length) });
    const { result, model } = await trained({ corrupt: black, epochs: 60 });
    const mean = [...images.data].reduce((a, b) => a + b) / images.data.length;
    const decoded = await reconstruct(model, imageBatch(new Float32Array(4), [1, 2, 2, 1]));
    expect([...decoded.data].reduce((a, b) => a + b) / 4).toBeCloseTo(mean, 1);
    expect(result.loss[59]).toBeGreaterThan(0.03);
    const seeds: number[] = [];
    const listening: Corruption = (batch, seed) => {
      seeds.push(seed);
      return batch;
    };
    await trained({ corrupt: listening, epochs: 2 });
    expect(new Set(seeds).size).toBe(10);
  });

  it('gives encoder and loss changed images alike, others in each step, and validates on those that are', async () => {
    const white: Corruption = (batch) => ({ ...batch, data: new Float32Array(batch.data.length).fill(1) });
    const { result, model } = await trained({ augment: white, epochs: 60, validation });
    const decoded = await reconstruct(model, validation);
    expect(Math.min(...decoded.data)).toBeGreaterThan(0.9);
    expect(result.loss[59]).toBeLessThan(0.01);
    expect(result.validationLoss[59]).toBeGreaterThan(0.1);
    const seeds: number[] = [];
    const listening: Corruption = (batch, seed) => {
      seeds.push(seed);
      return batch;
    };
    await trained({ augment: listening, epochs: 2, validation });
    expect(new Set(seeds).size).toBe(10);
  });

  it('saves every checkpointMinutes', async () => {
    let saved = 0;
    await trained({
      epochs: 1,
      checkpointMinutes: 0,
      onCheckpoint: () => {
        saved++;
        return Promise.resolve();
      },
    });
    expect(saved).toBe(6);
  });

  it('refuses patience without validation images, and options out of range', async () => {
    await expect(trained({ patience: 3 })).rejects.toThrow(
      'patience is 3 but there are no validation images',
    );
    await expect(trained({ batchSize: 0 })).rejects.toThrow('batchSize is 0');
    await expect(trained({ epochs: 1.5 })).rejects.toThrow('epochs is 1.5');
    await expect(trained({ clipNorm: 0 })).rejects.toThrow('clipNorm is 0');
  });
});

describe('a step', () => {
  const oneStep = { optimizer: 'sgd', learningRate: 0.1, batchSize: 70, epochs: 1 } as const;
  const initial = async () => (await readState(autoencoderState(build()))).map((w) => [...w]);
  const moved = async (options: Partial<AutoencoderTraining>) => {
    const before = await initial();
    const { result, weights } = await trained({ ...oneStep, ...options });
    const changes = weights.map((values, i) => [...values].map((value, j) => value - before[i][j]));
    return { changes, before, result };
  };

  it('records the length of the gradient of each layer, kernel and bias together', async () => {
    const { changes, result } = await moved({});
    expect(Object.keys(result.gradientNorms)).toEqual(['encoder_1', 'latent', 'decoder_1', 'reconstruction']);
    Object.values(result.gradientNorms).forEach(([norm], layer) =>
      expect(Math.hypot(...changes[2 * layer], ...changes[2 * layer + 1]) / 0.1).toBeCloseTo(norm, 4),
    );
  });

  it('is no longer than clipNorm allows, and points the same way', async () => {
    const free = (await moved({})).changes.flat();
    const clipped = (await moved({ clipNorm: 0.01 })).changes.flat();
    expect(Math.hypot(...clipped)).toBeCloseTo(0.1 * 0.01, 6);
    const scale = Math.hypot(...free) / Math.hypot(...clipped);
    clipped.forEach((change, i) => expect(change * scale).toBeCloseTo(free[i], 4));
    expect((await moved({ clipNorm: 1000 })).changes.flat()).toEqual(free);
  });

  it('takes its share off kernels and leaves biases alone', async () => {
    const free = await moved({});
    const { changes } = await moved({ weightDecay: 0.5 });
    changes.forEach((values, i) =>
      values.forEach((change, j) => {
        const decay = i % 2 === 0 ? 0.1 * 0.5 * free.before[i][j] : 0;
        expect(change).toBeCloseTo(free.changes[i][j] - decay, 5);
      }),
    );
  });

  it('is as long as the schedule says', async () => {
    const length = async (options: Partial<AutoencoderTraining>) =>
      Math.hypot(...(await moved(options)).changes.flat());
    const constant = await length({});
    expect(await length({ schedule: 'cosine' })).toBeCloseTo(constant, 6);
    expect(await length({ schedule: 'oneCycle' })).toBeCloseTo(constant / 25, 6);
  });
});

describe('schedules', () => {
  it('go as they are drawn', () => {
    const { constant, cosine, oneCycle } = schedules;
    expect([0, 0.5, 0.99].map(constant)).toEqual([1, 1, 1]);
    expect([cosine(0), cosine(1 / 3), cosine(0.5)].map((x) => x.toFixed(6))).toEqual([
      '1.000000',
      '0.750000',
      '0.500000',
    ]);
    expect([oneCycle(0), oneCycle(0.15), oneCycle(0.3)].map((x) => x.toFixed(6))).toEqual([
      '0.040000',
      '0.520000',
      '1.000000',
    ]);
    expect(oneCycle(0.65)).toBeCloseTo((1 + 1 / 250_000) / 2, 10);
    expect(oneCycle(1)).toBeCloseTo(1 / 250_000, 12);
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
