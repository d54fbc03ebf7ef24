import { decodeNpz, imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { layers } from '@tensorflow/tfjs-layers';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decode, encode, reconstruct } from '../autoencoder.js';
import { selectBackend } from '../backend/select-backend.js';
import { convLinearAutoencoder } from '../conv-linear-autoencoder.js';
import { judgePredictions } from '../judges/judge.js';
import { lenet5 } from '../judges/lenet5.js';
import type { Activation } from '../layer-stack.js';
import { seededLayers, stackModel } from '../layer-stack.js';
import { loadHalf } from '../save-autoencoder.js';
import { everyAutoencoder } from '../testing/every-autoencoder.js';
import { exportModel } from './export-model.js';
import { layersToOnnx } from './layers-to-onnx.js';
import { onnxAutoencoder, onnxDecoder, onnxJudge } from './onnx-model.js';

let folder: string;
beforeAll(async () => {
  await selectBackend('wasm');
  folder = await mkdtemp(join(tmpdir(), 'aelab export '));
});
afterAll(() => rm(folder, { recursive: true }));

const images = imageBatch(Float32Array.from({ length: 5 * 32 }, random(1).uniform), [5, 4, 4, 2]);

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** Without the objective's own step between the halves, which no file holds. */
async function throughOnnx({ encoder, decoder }: { encoder: LayersModel; decoder: LayersModel }) {
  const files = { encoder: await layersToOnnx(encoder), decoder: await layersToOnnx(decoder) };
  return onnxAutoencoder(files, { layout: 'nhwc' });
}

describe('layersToOnnx', () => {
  it.each(Object.entries(everyAutoencoder))('gives what the halves give (%s)', async (_name, { build }) => {
    const { encoder, decoder } = build(3);
    const imported = await throughOnnx({ encoder, decoder });
    const latents = await encode({ encoder }, images);
    const foreign = await imported.encode(images);
    expect(foreign.shape).toEqual(latents.shape);
    expect(largestDifference(foreign.data, latents.data)).toBeLessThan(1e-5);
    const decoded = await imported.decode(latents);
    const ours = await decode({ decoder }, latents);
    expect(decoded.shape).toEqual(ours.shape);
    expect(largestDifference(decoded.data, ours.data)).toBeLessThan(1e-5);
  });

  it.each<Activation>(['linear', 'relu', 'sigmoid', 'tanh', 'elu', 'selu', 'softplus', 'swish'])(
    'has the activation %s',
    async (activation) => {
      const { dense } = seededLayers(1);
      const encoder = stackModel('encoder', [4, 4, 2], [layers.flatten(), dense('latent', 9, activation)]);
      const { encode: foreign } = await onnxAutoencoder(
        { autoencoder: await layersToOnnx(encoder) },
        { layout: 'nhwc' },
      );
      const ours = await encode({ encoder }, images);
      expect(largestDifference((await foreign(images)).data, ours.data)).toBeLessThan(1e-5);
    },
  );

  it.each([
    [5, 2, 'same'],
    [3, 3, 'same'],
    [4, 2, 'same'],
    [2, 2, 'valid'],
    [3, 1, 'valid'],
  ] as const)(
    'pads convolutions of %i pixels and stride %i as TensorFlow does (%s)',
    async (kernelSize, strides, padding) => {
      const image = imageBatch(Float32Array.from({ length: 2 * 63 }, random(2).uniform), [2, 9, 7, 1]);
      const encoder = stackModel(
        'encoder',
        [9, 7, 1],
        [
          layers.conv2d({ filters: 3, kernelSize, strides, padding, useBias: false }),
          layers.maxPooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
          layers.conv2dTranspose({ filters: 2, kernelSize, strides, padding }),
        ],
      );
      const { encode: foreign } = await onnxAutoencoder(
        { autoencoder: await layersToOnnx(encoder) },
        { layout: 'nhwc' },
      );
      const [theirs, ours] = [await foreign(image), await encode({ encoder }, image)];
      expect(theirs.shape).toEqual(ours.shape);
      expect(largestDifference(theirs.data, ours.data)).toBeLessThan(1e-5);
    },
  );

  it.each([1, 3])('is read as channels last where its shapes say so (%i channels)', async (channels) => {
    const options = { imageShape: [8, 4, channels], filters: [3], latentDim: 4, seed: 1 } as const;
    const built = convLinearAutoencoder(options);
    const whole = await onnxAutoencoder({ autoencoder: await layersToOnnx(built.autoencoder) });
    const pictures = imageBatch(Float32Array.from({ length: 64 * channels }, random(3).uniform), [
      2,
      8,
      4,
      channels,
    ]);
    const ours = await reconstruct(built, pictures);
    const theirs = await whole.decode(await whole.encode(pictures));
    expect(theirs.shape).toEqual(ours.shape);
    expect(largestDifference(theirs.data, ours.data)).toBeLessThan(1e-5);
  });

  it('writes a whole autoencoder as it writes its halves', async () => {
    const built = convLinearAutoencoder({ imageShape: [4, 4, 2], filters: [3], latentDim: 4, seed: 1 });
    const whole = await onnxAutoencoder(
      { autoencoder: await layersToOnnx(built.autoencoder) },
      { layout: 'nhwc' },
    );
    const reconstructions = await whole.decode(await whole.encode(images));
    const ours = await reconstruct(built, images);
    expect(largestDifference(reconstructions.data, ours.data)).toBeLessThan(1e-5);
  });

  it('names a layer that it cannot write', async () => {
    const model = stackModel('odd', [4, 4, 2], [layers.globalAveragePooling2d({})]);
    await expect(layersToOnnx(model)).rejects.toThrow(
      'of class GlobalAveragePooling2D; it must be one of InputLayer, Dense',
    );
  });
});

describe('exportModel', () => {
  const build = () => convLinearAutoencoder({ imageShape: [4, 4, 2], filters: [3], latentDim: 4, seed: 1 });

  it('writes every format, halves half as large, and says how many bytes', async () => {
    const { decoder } = convLinearAutoencoder({
      imageShape: [8, 8, 2],
      filters: [8],
      latentDim: 30,
      seed: 1,
    });
    for (const format of ['onnx', 'keras-npz'] as const) {
      const [whole, half] = [join(folder, `${format}-32`), join(folder, `${format}-16`)];
      const bytes = await exportModel(decoder, whole, { format });
      expect(bytes).toBe((await stat(whole)).size);
      expect(await exportModel(decoder, half, { format, precision: 'float16' })).toBeLessThan(bytes);
    }
  });

  it('keeps the weights by layer in the archive', async () => {
    const { decoder } = build();
    const file = join(folder, 'decoder.npz');
    await exportModel(decoder, file, { format: 'keras-npz' });
    const arrays = await decodeNpz(await readFile(file));
    expect([...arrays.keys()]).toEqual(
      ['decoder_map', 'decoder_conv_1', 'reconstruction'].flatMap((layer) => [
        `${layer}/kernel`,
        `${layer}/bias`,
      ]),
    );
    const [kernel] = decoder.getLayer('decoder_map').getWeights();
    expect(arrays.get('decoder_map/kernel')).toEqual({ data: await kernel.data(), shape: kernel.shape });
  });

  it.each(['float32', 'float16'] as const)(
    'travels as %s: a decoder alone decodes latents',
    async (precision) => {
      const autoencoder = build();
      const latents = await encode(autoencoder, images);
      const expected = (await reconstruct(autoencoder, images)).data;
      const target = join(folder, `tfjs-${precision}`);
      const bytes = await exportModel(autoencoder.decoder, target, { format: 'tfjs', precision });
      const decoder = await loadHalf(target);
      const decoded = await decode({ decoder }, latents);
      const bound = precision === 'float32' ? 0 : 2e-3;
      expect(largestDifference(decoded.data, expected)).toBeLessThanOrEqual(bound);
      expect(bytes).toBeGreaterThan((precision === 'float32' ? 4 : 2) * autoencoder.decoder.countParams());

      const onnx = await layersToOnnx(autoencoder.decoder, precision);
      const imported = await onnxAutoencoder({ encoder: onnx, decoder: onnx }, { layout: 'nhwc' });
      expect(largestDifference((await imported.decode(latents)).data, expected)).toBeLessThanOrEqual(
        bound + 1e-5,
      );
    },
  );
});

describe('onnxAutoencoder', () => {
  it('says which file cannot be loaded', async () => {
    await expect(onnxAutoencoder({ autoencoder: join(folder, 'nowhere.onnx') })).rejects.toThrow(
      /onnx: .*nowhere\.onnx cannot be loaded/,
    );
    await expect(onnxAutoencoder({ autoencoder: Uint8Array.of(1, 2, 3) })).rejects.toThrow(
      'the model cannot be loaded',
    );
  });
});

describe('onnxJudge', () => {
  it('judges as the classifier that it was', async () => {
    const judge = lenet5({ imageShape: [12, 12, 2], classes: 3, seed: 1 });
    const pictures = imageBatch(Float32Array.from({ length: 4 * 288 }, random(5).uniform), [4, 12, 12, 2]);
    const imported = await onnxJudge(await layersToOnnx(judge.model), { layout: 'nhwc' });
    const [theirs, ours] = [
      await judgePredictions(imported, pictures),
      await judgePredictions(judge, pictures),
    ];
    expect(theirs.predictions).toEqual(ours.predictions);
    expect(largestDifference(theirs.probabilities, ours.probabilities)).toBeLessThan(1e-5);
  });
});

describe('an autoencoder from PyTorch 2.15, with channels first', () => {
  const golden = join(import.meta.dirname, 'golden');
  const answers = JSON.parse(readFileSync(join(golden, 'answers.json'), 'utf8')) as Record<
    'images' | 'latents' | 'reconstructions' | 'logits',
    number[]
  >;
  const pictures = imageBatch(Float32Array.from(answers.images), [3, 8, 10, 1]);

  it('encodes, decodes and reconstructs as PyTorch does', async () => {
    const [encoder, decoder, autoencoder] = ['encoder', 'decoder', 'autoencoder'].map((name) =>
      join(golden, `${name}.onnx`),
    );
    const halves = await onnxAutoencoder({ encoder, decoder });
    const latents = await halves.encode(pictures);
    expect(latents.shape).toEqual([3, 4]);
    expect(largestDifference(latents.data, answers.latents)).toBeLessThan(1e-5);
    expect(largestDifference((await halves.decode(latents)).data, answers.reconstructions)).toBeLessThan(
      1e-5,
    );
    const whole = await onnxAutoencoder({ autoencoder });
    const reconstructions = await whole.decode(await whole.encode(pictures));
    expect(reconstructions.shape).toEqual([3, 8, 10, 1]);
    expect(largestDifference(reconstructions.data, answers.reconstructions)).toBeLessThan(1e-5);
  });

  it('decodes by its decoder alone', async () => {
    const decoder = await onnxDecoder(join(golden, 'decoder.onnx'));
    const images = await decoder({ data: Float32Array.from(answers.latents), shape: [3, 4] });
    expect(images.shape).toEqual([3, 8, 10, 1]);
    expect(largestDifference(images.data, answers.reconstructions)).toBeLessThan(1e-5);
  });

  it('judges as PyTorch does', async () => {
    const { data } = await (await onnxJudge(join(golden, 'judge.onnx'))).predict(pictures);
    expect(largestDifference(data, answers.logits)).toBeLessThan(1e-5);
  });

  it('brings channels and value ranges where the file wants them', async () => {
    const rgb = imageBatch(
      Uint8Array.from({ length: 24 }, (_, i) => i * 10),
      [2, 2, 2, 3],
    );
    const identity = stackModel('identity', [3, 2, 2], [layers.activation({ activation: 'linear' })]);
    const imported = await onnxAutoencoder(
      { autoencoder: await layersToOnnx(identity) },
      { layout: 'nchw', range: [0, 255] },
    );
    const latents = await imported.encode(rgb);
    expect([...latents.data.subarray(0, 4)].map(Math.round)).toEqual([0, 30, 60, 90]);
    const back = await imported.decode(latents);
    expect(back.shape).toEqual(rgb.shape);
    expect(
      largestDifference(
        back.data,
        Array.from(rgb.data, (value) => value / 255),
      ),
    ).toBeLessThan(1e-6);
  });
});
