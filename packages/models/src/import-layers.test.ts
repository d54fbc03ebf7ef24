import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { layers } from '@tensorflow/tfjs-layers';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encode, reconstruct } from './autoencoder.js';
import { selectBackend } from './backend/select-backend.js';
import { convAutoencoder } from './conv-autoencoder.js';
import { layersAutoencoder, layersDecoder } from './import-layers.js';
import { seededLayers, stackModel } from './layer-stack.js';
import { loadHalf, saveAutoencoder, saveHalf } from './save-autoencoder.js';

let home: string;
const at = (name: string) => join(home, name);
const imageShape = [4, 6, 2] as const;
const images = imageBatch(Float32Array.from({ length: 3 * 48 }, random(1).uniform), [3, ...imageShape]);

beforeAll(async () => {
  await selectBackend('cpu');
  home = await mkdtemp(join(tmpdir(), 'aelab import '));
});
afterAll(() => rm(home, { recursive: true }));

/** A two-layer Keras model as `tensorflowjs_converter` writes it: x ↦ relu(xA) then sigmoid(·B), rows in and out. */
async function writeKerasModel(folder: string, widths: readonly [number, number, number]) {
  const dense = (name: string, units: number, activation: string, isFirst: boolean) => ({
    class_name: 'Dense',
    config: {
      ...(isFirst && { batch_input_shape: [null, widths[0]] }),
      ...{ name, trainable: true, dtype: 'float32', units, activation, use_bias: true },
      kernel_initializer: { class_name: 'GlorotUniform', config: { seed: null } },
      bias_initializer: { class_name: 'Zeros', config: {} },
      kernel_regularizer: null,
    },
  });
  const { uniform } = random(7);
  const shapes = [[widths[0], widths[1]], [widths[1]], [widths[1], widths[2]], [widths[2]]];
  const values = shapes.map((shape) =>
    Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => uniform() - 0.5),
  );
  const weights = shapes.map((shape, i) => ({
    name: `${['dense', 'dense_1'][i >> 1]}/${['kernel', 'bias'][i % 2]}`,
    ...{ shape, dtype: 'float32' },
  }));
  const model_config = {
    class_name: 'Sequential',
    config: {
      name: 'sequential',
      layers: [dense('dense', widths[1], 'relu', true), dense('dense_1', widths[2], 'sigmoid', false)],
    },
  };
  const json = {
    format: 'layers-model',
    generatedBy: 'keras v2.15.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    modelTopology: { keras_version: '2.15.0', backend: 'tensorflow', model_config },
    weightsManifest: [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights }],
  };
  await mkdir(folder);
  const bytes = Buffer.concat(values.map(({ buffer }) => Buffer.from(buffer)));
  await writeFile(join(folder, 'group1-shard1of2.bin'), bytes.subarray(0, 100));
  await writeFile(join(folder, 'group1-shard2of2.bin'), bytes.subarray(100));
  await writeFile(join(folder, 'model.json'), JSON.stringify(json));
  return values;
}

/** The same by hand, for one row. */
function byHand(row: Float32Array, [a, b, c, d]: Float32Array[]): number[] {
  const times = (x: ArrayLike<number>, kernel: Float32Array, bias: Float32Array) =>
    Array.from(bias, (value, j) =>
      Array.from(x).reduce((sum, xi, i) => sum + xi * kernel[i * bias.length + j], value),
    );
  const hidden = times(row, a, b).map((value) => Math.max(0, value));
  return times(hidden, c, d).map((value) => 1 / (1 + Math.exp(-value)));
}

describe('layersAutoencoder', () => {
  it('reads a Keras model of rows, converted, and gives what its weights give by hand', async () => {
    const weights = await writeKerasModel(at('keras'), [48, 5, 48]);
    const whole = await layersAutoencoder({ autoencoder: at('keras') }, imageShape);
    const reconstructions = await whole.decode(await whole.encode(images));
    expect(reconstructions.shape).toEqual([3, ...imageShape]);
    byHand(images.data.subarray(48, 96) as Float32Array, weights).forEach((value, i) =>
      expect(reconstructions.data[48 + i]).toBeCloseTo(value, 5),
    );
  });

  it('joins two halves, of images or of rows', async () => {
    const ours = convAutoencoder({ imageShape, filters: [3], latentChannels: 2, seed: 1 });
    await saveAutoencoder(ours, at('ours'));
    const halves = { encoder: at('ours/encoder'), decoder: at('ours/decoder') };
    const theirs = await layersAutoencoder(halves, imageShape);
    expect(await theirs.encode(images)).toEqual(await encode(ours, images));
    expect(await theirs.decode(await theirs.encode(images))).toEqual(await reconstruct(ours, images));

    const { dense } = seededLayers(2);
    await saveHalf(stackModel('rows', [48], [dense('latent', 4, 'linear')]), at('rows-in'));
    await saveHalf(stackModel('rows', [4], [dense('out', 48, 'sigmoid')]), at('rows-out'));
    const rows = await layersAutoencoder({ encoder: at('rows-in'), decoder: at('rows-out') }, imageShape);
    const latents = await rows.encode(images);
    expect(latents.shape).toEqual([3, 4]);
    expect((await rows.decode(latents)).shape).toEqual([3, ...imageShape]);
    await expect(layersDecoder(at('rows-out'))).rejects.toThrow('gives [48], which is no image');
  });

  it('refuses models that are no autoencoder, and graph models', async () => {
    const model = stackModel('odd', [4, 6, 2], [layers.flatten()]);
    await saveHalf(model, at('odd'));
    const whole = await layersAutoencoder({ autoencoder: at('odd') }, [4, 6, 1]);
    await expect(whole.encode(images)).resolves.toMatchObject({ shape: [3, 48] });
    const json = JSON.parse(await readFile(at('odd/model.json'), 'utf8')) as object;
    await writeFile(at('odd/model.json'), JSON.stringify({ ...json, format: 'graph-model' }));
    await expect(loadHalf(at('odd'))).rejects.toThrow('holds a graph model');
  });
});
