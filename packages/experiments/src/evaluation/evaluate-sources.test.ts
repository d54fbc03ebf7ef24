import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeNpy, encodeNpz } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { layersToOnnx, linearAutoencoder, saveAutoencoder, saveHalf, selectBackend } from '@aelab/models';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordViolations } from '../../../../tools/testing/violations.js';
import { evaluateCodec, evaluateFiles, evaluateRun } from './evaluate-sources.js';
import { writeEvaluation } from './write-evaluation.js';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { UsageError } from '../usage-error.js';

let home: string;
const at = (name: string) => join(home, name);
const n = 12;
const pixels = n * 16 * 14;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab evaluation '));
  const { uniform } = random(1);
  const originals = Float32Array.from({ length: pixels }, () => 0.2 + 0.6 * uniform());
  const reconstructions = originals.map((value) => value + 0.1);
  const shape = [n, 16, 14, 1];
  await writeFile(at('x.npy'), encodeNpy({ data: originals, shape }));
  await writeFile(at('y.npy'), encodeNpy({ data: reconstructions, shape }));
  await writeFile(
    at('short.npy'),
    encodeNpy({ data: originals.slice(0, pixels / 2), shape: [n / 2, 16, 14, 1] }),
  );
  await writeFile(at('first.npy'), encodeNpy({ data: originals, shape: [n, 1, 16, 14] }));
  await writeFile(
    at('bytes.npy'),
    encodeNpy({ data: Uint8Array.from(originals, (v) => Math.round(255 * v)), shape }),
  );
  await writeFile(
    at('both.npz'),
    await encodeNpz({ x: { data: originals, shape }, y: { data: reconstructions, shape } }),
  );
  const labels = Uint8Array.from({ length: n }, (_, i) => i % 3);
  await writeFile(at('labels.npy'), encodeNpy({ data: labels, shape: [n] }));
});
afterAll(() => rm(home, { recursive: true }));

const unit = { range: [0, 1], seed: 0 } as const;
const files = (originals: string, reconstructions: string) => ({
  originals: at(originals),
  reconstructions: at(reconstructions),
});

describe('evaluateFiles', () => {
  it('measures every metric of the catalog that the images allow', async () => {
    const { record, perImage } = await evaluateFiles(files('x.npy', 'y.npy'), {
      ...unit,
      labels: at('labels.npy'),
    });
    expect(record.metrics['mse'].mean).toBeCloseTo(0.01, 8);
    expect(record.metrics['psnr'].mean).toBeCloseTo(20, 5);
    expect(record.test.mse).toBeCloseTo(0.01, 8);
    expect(record.test.perClass.map(({ n }) => n)).toEqual([4, 4, 4]);
    expect(Object.keys(record.skipped)).toContain('msSsim');
    expect(perImage['mse']).toHaveLength(n);
    expect(record.data).toEqual({ n, imageShape: [16, 14, 1] });
  });

  it('reads bytes, archives, channels first and the metrics asked for', async () => {
    const bytes = await evaluateFiles(files('x.npy', 'bytes.npy'), { seed: 0, range: undefined }).catch(
      (e: unknown) => e,
    );
    expect(bytes).toBeInstanceOf(UsageError);
    const archive = await evaluateFiles(files('both.npz:x', 'both.npz:y'), { ...unit, metrics: ['mae'] });
    expect(Object.keys(archive.record.metrics)).toEqual(['mae']);
    expect(archive.record.metrics['mae'].mean).toBeCloseTo(0.1, 6);
    const first = await evaluateFiles(files('first.npy', 'first.npy'), { ...unit, layout: 'nchw' });
    expect(first.record.data.imageShape).toEqual([16, 14, 1]);
    expect(first.record.metrics['psnr'].mean).toBe(Infinity);
  });

  it.each([
    [files, 'x.npy', 'short.npy', unit, /original has shape \[12,16,14,1\] and reconstruction \[6,16,14,1\]/],
    [files, 'x.npy', 'y.npy', { seed: 0 }, /holds float32 values; declare their range \(--range 0,1\)/],
    [files, 'bytes.npy', 'bytes.npy', unit, /the declared range is \[0,1\]/],
    [files, 'x.npy', 'nothing.npy', unit, /nothing\.npy cannot be read \(ENOENT\)/],
    [files, 'x.npy', 'both.npz', unit, /both\.npz holds x, y; name one of them, as in .*both\.npz:x/],
    [files, 'x.npy', 'x.txt', unit, /cannot be read|is no source of images/],
    [files, 'x.npy', 'y.npy', { ...unit, metrics: ['vmaf'] }, /metrics: vmaf is not one of mse, rmse/],
  ] as const)('says what is wrong (%#)', async (sources, x, y, options, message) => {
    await expect(evaluateFiles(sources(x, y), options)).rejects.toThrow(message);
  });

  it('reads folders of images, which belong together by name', async () => {
    const write = async (folder: string, names: readonly string[], grey: number, size = 16) => {
      await mkdir(at(folder));
      for (const name of names)
        await sharp(new Uint8Array(size * 14).fill(grey), { raw: { height: size, width: 14, channels: 1 } })
          .toColourspace('b-w')
          .toFile(at(`${folder}/${name}`));
    };
    await write('png', ['a.png', 'b.png'], 100);
    await write('webp', ['a.png', 'b.png'], 151);
    await write('others', ['a.png', 'c.png'], 100);
    await write('fewer', ['a.png'], 100);
    const { record } = await evaluateFiles(files('png', 'webp'), { seed: 0 });
    expect(record.data).toEqual({ n: 2, imageShape: [16, 14, 1] });
    expect(record.test.mae).toBeCloseTo(51 / 255, 6);
    await expect(evaluateFiles(files('png', 'others'), { seed: 0 })).rejects.toThrow(
      'image 2 is b among the originals and c among the reconstructions',
    );
    await expect(evaluateFiles(files('png', 'fewer'), { seed: 0 })).rejects.toThrow(
      'image 2 is b among the originals and missing',
    );
    await writeFile(at('fewer/b.png'), 'no picture');
    await expect(evaluateFiles(files('png', 'fewer'), { seed: 0 })).rejects.toThrow(
      'b.png cannot be decoded',
    );
    await rm(at('fewer/b.png'));
    await sharp(new Uint8Array(4), { raw: { height: 2, width: 2, channels: 1 } }).toFile(at('fewer/b.png'));
    await expect(evaluateFiles(files('png', 'fewer'), { seed: 0 })).rejects.toThrow('all must be alike');
    await mkdir(at('empty'));
    await expect(evaluateFiles(files('png', 'empty'), { seed: 0 })).rejects.toThrow('nor images');
  });

  it.each([
    ['transparent', () => sharp({ create: { width: 14, height: 16, channels: 4, background: '#f008' } })],
    [
      'of type ushort',
      () =>
        sharp(new Uint8Array(448), { raw: { width: 14, height: 16, channels: 2 } }).toColourspace('grey16'),
    ],
  ])('refuses images that are %s', async (message, image) => {
    await mkdir(at(message));
    await image()
      .png()
      .toFile(at(`${message}/a.png`));
    await expect(evaluateFiles(files(message, message), { seed: 0 })).rejects.toThrow(message);
  });

  it('says what latents hold, with and without labels', async () => {
    const latents = at('latents.npy');
    await writeFile(at('few.npy'), encodeNpy({ data: Uint8Array.of(0, 1), shape: [2] }));
    await writeFile(
      latents,
      encodeNpy({ data: Float32Array.from({ length: n }, (_, i) => 10 * (i % 3)), shape: [n, 1] }),
    );
    const plain = await evaluateFiles(files('x.npy', 'y.npy'), { ...unit, latents });
    expect(plain.record.latents).toEqual({
      n,
      dead: 0,
      effectiveRank: 1,
      intrinsicDimension: expect.any(Number) as number,
    });
    const { record } = await evaluateFiles(files('x.npy', 'y.npy'), {
      ...unit,
      latents,
      labels: at('labels.npy'),
    });
    expect(record.latents?.unit?.etaSquared).toBeCloseTo(1, 12);
    expect(record.latents?.unit?.perClass.map(({ mean }) => mean)).toEqual([0, 10, 20]);
    await expect(evaluateFiles(files('x.npy', 'y.npy'), { ...unit, latents: at('few.npy') })).rejects.toThrow(
      'has 2 rows for 12 images',
    );
  });

  it('asks a judge, which learns from the training images of a data set', async () => {
    const labels = at('labels.npy');
    const judged = (options: object) => evaluateFiles(files('x.npy', 'y.npy'), { ...unit, ...options });
    await expect(judged({ judge: 'lenet5' })).rejects.toThrow('give --labels');
    await expect(judged({ judge: 'lenet5', labels })).rejects.toThrow('give --dataset NAME');
    await expect(judged({ judge: 'lenet5', labels, dataset: 'mnist' })).rejects.toThrow(
      'the images are 16×14×1 and those of mnist 28×28×1',
    );
    await expect(judged({ judge: 'none.onnx', labels })).rejects.toThrow(
      'judge: none.onnx is not one of lenet5, small-cnn, nor an .onnx file that is there',
    );
    await selectBackend('cpu');
    const { encoder } = linearAutoencoder({ imageShape: [1, 16, 14], latentDim: 5, seed: 0 });
    await writeFile(at('judge.onnx'), await layersToOnnx(encoder));
    const { record } = await judged({ judge: at('judge.onnx'), labels });
    expect(record.judge?.confusion).toHaveLength(5);
  });

  it('refuses labels that are no class numbers, or not one per image', async () => {
    await expect(evaluateFiles(files('x.npy', 'y.npy'), { ...unit, labels: at('x.npy') })).rejects.toThrow(
      'they must be one row of class numbers',
    );
    await writeFile(at('few.npy'), encodeNpy({ data: Uint8Array.of(0, 1), shape: [2] }));
    await expect(evaluateFiles(files('x.npy', 'y.npy'), { ...unit, labels: at('few.npy') })).rejects.toThrow(
      'labels',
    );
  });
});

describe('evaluateCodec', () => {
  it('judges a module of a person, and counts its bytes', async () => {
    await writeFile(
      at('four-bits.mjs'),
      `export const encode = ({ data, shape, range }) => {
        encode.meta = { shape, range };
        return Uint8Array.from({ length: data.length / 2 }, (_, i) =>
          Math.round(data[2 * i] * 15) * 16 + Math.round(data[2 * i + 1] * 15));
      };
      export const decode = (code) => ({
        data: Float32Array.from({ length: 2 * code.length }, (_, i) => (i % 2 ? code[i >> 1] & 15 : code[i >> 1] >> 4) / 15),
        ...encode.meta,
      });`,
    );
    const { record } = await evaluateCodec({ originals: at('x.npy'), codec: at('four-bits.mjs') }, unit);
    expect(record.bytes).toEqual({ perImage: 112, bitsPerPixel: 4, compressionRatio: 2 });
    expect(Number(record.test.mse)).toBeLessThan(1 / 15 / 15 / 4);
  });

  it('judges an ONNX autoencoder, whole or as two halves', async () => {
    await selectBackend('cpu');
    const { encoder, decoder, autoencoder } = linearAutoencoder({
      imageShape: [1, 16, 14],
      latentDim: 3,
      seed: 0,
    });
    await writeFile(at('encoder.onnx'), await layersToOnnx(encoder));
    await writeFile(at('decoder.onnx'), await layersToOnnx(decoder));
    await writeFile(at('whole.onnx'), await layersToOnnx(autoencoder));
    const judged = (codec: string) => evaluateCodec({ originals: at('x.npy'), codec }, unit);
    const halves = await judged(`${at('encoder.onnx')},${at('decoder.onnx')}`);
    const whole = await judged(at('whole.onnx'));
    expect(Number(whole.record.test.mse)).toBeCloseTo(Number(halves.record.test.mse), 9);
    await expect(judged(at('none.onnx'))).rejects.toThrow('none.onnx cannot be loaded');
  });

  it('judges layers models, whole or as two halves, and says what to do with a Keras file', async () => {
    await selectBackend('cpu');
    const built = linearAutoencoder({ imageShape: [16, 14, 1], latentDim: 3, seed: 0 });
    await saveAutoencoder(built, at('layers'));
    await saveHalf(built.autoencoder, at('layers-whole'));
    const judged = (codec: string) => evaluateCodec({ originals: at('x.npy'), codec }, unit);
    const halves = await judged(`${at('layers/encoder')},${at('layers/decoder')}`);
    const whole = await judged(at('layers-whole'));
    expect(Number(whole.record.test.mse)).toBeCloseTo(Number(halves.record.test.mse), 8);
    await writeFile(at('same.onnx'), await layersToOnnx(built.autoencoder));
    const onnx = await judged(at('same.onnx'));
    expect(Number(onnx.record.test.mse)).toBeCloseTo(Number(halves.record.test.mse), 8);
    await expect(judged(at('model.h5'))).rejects.toThrow('is a Keras file, which only Python reads');
    await expect(judged(home)).rejects.toThrow(UsageError);
  });

  it('refuses a module without encode and decode', async () => {
    await writeFile(at('empty.mjs'), 'export const encode = 1;');
    await expect(evaluateCodec({ originals: at('x.npy'), codec: at('empty.mjs') }, unit)).rejects.toThrow(
      'exports encode; it must export the functions encode and decode',
    );
    await writeFile(at('bare.mjs'), 'export const encode = () => [1]; export const decode = (code) => code;');
    await expect(evaluateCodec({ originals: at('x.npy'), codec: at('bare.mjs') }, unit)).rejects.toThrow(
      'codec: what decode gives has no data, shape, range; it must be images',
    );
    await expect(evaluateCodec({ originals: at('x.npy'), codec: at('none.mjs') }, unit)).rejects.toThrow(
      'cannot be loaded',
    );
  });
});

describe('evaluateRun', () => {
  it("finds the run's own figures on its own test images", async () => {
    const config = parseConfig({
      dataset: 'mnist',
      subset: { train: 100 },
      model: { type: 'dense', hidden: [], latentDim: 2 },
      training: { epochs: 1 },
      backend: 'wasm',
    });
    const run = await startRun(config, at('run'));
    const { record } = await evaluateRun(at('run'), 'mnist', { seed: 0, metrics: ['mse'] });
    expect(record.test.mse).toBe(run.test.mse);
    await expect(evaluateRun(at('run'), 'mnits', { seed: 0 })).rejects.toThrow(
      'dataset: mnits is not one of mnist',
    );
    await expect(evaluateRun(at('nowhere'), 'mnist', { seed: 0 })).rejects.toThrow(
      'name the folder of a finished run',
    );
  });
});

describe('writeEvaluation', () => {
  it('writes the record and a row for each image', async () => {
    const pair = await evaluateFiles(files('x.npy', 'y.npy'), { ...unit, metrics: ['mse', 'mae'] });
    await writeEvaluation(pair, at('out'));
    const rows = (await readFile(at('out/per-image.csv'), 'utf8')).trim().split('\n');
    expect(rows[0]).toBe('image,mse,mae');
    expect(rows).toHaveLength(n + 1);
    expect(JSON.parse(await readFile(at('out/evaluation.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
      data: { n },
    });
  });

  it('keeps to the schema, also of perfect grey images, whose PSNR and colour are not finite', async () => {
    const labels = at('labels.npy');
    await writeEvaluation(await evaluateFiles(files('x.npy', 'x.npy'), { ...unit, labels }), at('perfect'));
    const text = await readFile(at('perfect/evaluation.json'), 'utf8');
    expect(text).toContain('"psnrOfMeanMse": "Infinity"');
    expect(recordViolations('evaluation', text)).toEqual([]);
  });
});
