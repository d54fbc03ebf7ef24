import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { dispose, memory } from '@tensorflow/tfjs-core';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Autoencoder } from './autoencoder.js';
import { decode, encode, reconstruct } from './autoencoder.js';
import { comparedLayers } from './backend/layer-table.js';
import { selectBackend } from './backend/select-backend.js';
import { describeAutoencoder } from './describe-autoencoder.js';
import { finishAutoencoder } from './objectives/objectives.js';
import { loadAutoencoder, saveAutoencoder } from './save-autoencoder.js';
import { everyAutoencoder } from './testing/every-autoencoder.js';
import type { Checkpoint } from './training/checkpoint.js';
import { checkpointFromBytes, checkpointToBytes } from './training/checkpoint-bytes.js';
import { autoencoderState, readState } from './training/state.js';
import type { AutoencoderTraining } from './training/train-autoencoder.js';
import { trainAutoencoder } from './training/train-autoencoder.js';

const { uniform } = random(1);
const images = imageBatch(Float32Array.from({ length: 21 * 32 }, uniform), [21, 4, 4, 2]);
const training: AutoencoderTraining = {
  ...{ optimizer: 'adam', loss: 'mse', learningRate: 0.02, batchSize: 8, epochs: 4, seed: 5 },
  validation: imageBatch(Float32Array.from({ length: 5 * 32 }, uniform), [5, 4, 4, 2]),
};

const stateOf = (autoencoder: Autoencoder) => readState(autoencoderState(autoencoder));

beforeAll(() => selectBackend('wasm'));

describe.each(Object.entries(everyAutoencoder))('%s', (_name, { build, parameters }) => {
  it('counts the parameters of its layers', () => {
    expect(describeAutoencoder(build(0)).parameters).toBe(parameters);
  });

  it('describes its layers from the image over the latent to the image, with all its parameters', () => {
    const built = build(0);
    const { layers, latentShape } = describeAutoencoder(built);
    expect([layers[0], layers.at(-1)].map((layer) => layer?.shape)).toEqual([
      [4, 4, 2],
      [4, 4, 2],
    ]);
    expect(layers.filter(({ latent }) => latent).map(({ shape }) => shape)).toEqual([latentShape]);
    const trained = built.objective?.state.filter((state) => state.trained) ?? [];
    const own = trained.reduce((sum, { variable }) => sum + variable.size, 0);
    expect(layers.reduce((sum, layer) => sum + layer.parameters, own)).toBe(parameters);
  });

  it('uses only layers whose gradients have been compared', () => {
    const { encoder, decoder } = build(0);
    const classNames = [...encoder.layers, ...decoder.layers].map((layer) => layer.getClassName());
    expect(classNames.filter((name) => name !== 'InputLayer' && !comparedLayers.has(name))).toEqual([]);
  });

  it('has its weights from its seed alone', async () => {
    expect(await stateOf(build(1))).toEqual(await stateOf(build(1)));
    expect(await stateOf(build(2))).not.toEqual(await stateOf(build(1)));
  });

  it('composes from its halves, whatever the batch', async () => {
    const autoencoder = build(0);
    const latents = await encode(autoencoder, images);
    expect(latents.shape).toEqual([21, ...describeAutoencoder(autoencoder).latentShape]);
    expect(await decode(autoencoder, latents)).toEqual(await reconstruct(autoencoder, images));
    const first = imageBatch(images.data.subarray(0, 32), [1, 4, 4, 2]);
    expect((await encode(autoencoder, first)).data).toEqual(
      latents.data.subarray(0, latents.data.length / 21),
    );
  });

  it('learns, and ends with the same weights for the same seed', async () => {
    const [first, again] = [build(0), build(0)];
    const result = await trainAutoencoder(first, images, { ...training, epochs: 12 });
    expect(result.loss[11]).toBeLessThan(result.loss[0]);
    await trainAutoencoder(again, images, { ...training, epochs: 12 });
    expect(await stateOf(again)).toEqual(await stateOf(first));
  });

  it('resumes to the weights and losses of the uninterrupted training', async () => {
    const straight = build(0);
    const result = await trainAutoencoder(straight, images, training);
    for (const steps of [2, 6, 10]) {
      const checkpoint = await interruptedAfter(steps, build(0), training);
      const resumed = build(7);
      const { loss, validationLoss, gradientNorms } = await trainAutoencoder(resumed, images, {
        ...training,
        checkpoint,
      });
      expect(await stateOf(resumed)).toEqual(await stateOf(straight));
      expect({ loss, validationLoss, gradientNorms }).toEqual({
        loss: result.loss,
        validationLoss: result.validationLoss,
        gradientNorms: result.gradientNorms,
      });
    }
  });

  it('comes back from disk with the same weights and outputs, before and after it is finished', async () => {
    const trained = build(0);
    await trainAutoencoder(trained, images, training);
    for (const autoencoder of [trained, await finishAutoencoder(trained)]) {
      const folder = await mkdtemp(join(tmpdir(), 'aelab save '));
      await saveAutoencoder(autoencoder, folder);
      const loaded = await loadAutoencoder(folder);
      await rm(folder, { recursive: true });
      expect(await stateOf(loaded)).toEqual(await stateOf(autoencoder));
      expect(await reconstruct(loaded, images)).toEqual(await reconstruct(autoencoder, images));
      expect(await encode(loaded, images)).toEqual(await encode(autoencoder, images));
      expect(describeAutoencoder(loaded)).toEqual(describeAutoencoder(autoencoder));
    }
  });

  it('loses nothing when it is finished', async () => {
    const trained = build(0);
    await trainAutoencoder(trained, images, training);
    const finished = await finishAutoencoder(trained);
    const [before, after] = [await reconstruct(trained, images), await reconstruct(finished, images)];
    before.data.forEach((value, i) => expect(after.data[i]).toBeCloseTo(value, 6));
  });

  it('trains and encodes without leaving a tensor behind', async () => {
    const autoencoder = build(0);
    await trainAutoencoder(autoencoder, images, { ...training, epochs: 1 });
    const before = memory().numTensors;
    await trainAutoencoder(autoencoder, images, training);
    await reconstruct(autoencoder, images);
    expect(memory().numTensors).toBe(before);
    dispose(autoencoderState(autoencoder).map(({ variable }) => variable));
  });
});

/** The checkpoint, through its bytes, of a training that is aborted after some steps. */
async function interruptedAfter(
  steps: number,
  autoencoder: Autoencoder,
  options: AutoencoderTraining,
): Promise<Checkpoint> {
  const controller = new AbortController();
  let bytes: Uint8Array = new Uint8Array();
  let left = steps;
  await trainAutoencoder(autoencoder, images, {
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
  return checkpointFromBytes(bytes);
}
