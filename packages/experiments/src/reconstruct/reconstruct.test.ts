import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeNpy, encodeNpy, imageBatch, imagesFromNpy } from '@aelab/images';
import { mean, mse } from '@aelab/metrics';
import { encodePng } from '@aelab/viz';
import { judgePredictions } from '@aelab/models';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parseConfig } from '../config.js';
import { exportRun } from '../export/export-run.js';
import { judgeDefaults, trainedJudge } from '../judges.js';
import { loadData } from '../run/load-data.js';
import { startRun } from '../run/run.js';
import { sampleRun } from '../sample/sample-run.js';
import { UsageError } from '../usage-error.js';
import { decodeLatents } from './decode-latents.js';
import { holeError, holesOf } from './measure-occlusion.js';
import { reconstructFiles, reconstructTest } from './reconstruct-images.js';

let home: string;
const at = (name: string) => join(home, name);
const seed = 0;

const config = (objective?: object) =>
  parseConfig({
    dataset: 'mnist',
    subset: { train: 300, test: 50 },
    model: { type: 'dense', hidden: [16], latentDim: 4, ...(objective && { objective }) },
    training: { epochs: 2 },
    backend: 'wasm',
  });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab reconstruct '));
  await startRun(config(), at('run'));
  await startRun(config({ type: 'variational', beta: 0.01 }), at('variational'));
  await startRun(config({ type: 'rateDistortion', lambda: 0.01 }), at('rate'));
  const pixels = Uint8Array.from({ length: 40 * 30 * 3 }, (_, i) => (i * 7) % 256);
  await writeFile(at('photo.png'), encodePng({ pixels, width: 40, height: 30, channels: 3 }));
});
afterAll(() => rm(home, { recursive: true }));

const npy = async (file: string) => decodeNpy(await readFile(at(file)));

describe('reconstructTest', () => {
  it("finds the run's own error on its own test images", async () => {
    const record = await reconstructTest(at('run'), at('tested'), { seed });
    const run = JSON.parse(await readFile(at('run/run.json'), 'utf8')) as { test: { mse: number } };
    expect(record.mse).toBeCloseTo(run.test.mse, 12);
    expect(record.images).toHaveLength(50);
    expect(await readFile(at('tested/reconstructions.npy'))).toEqual(
      await readFile(at('run/reconstructions.npy')),
    );
    expect((await readdir(home)).filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('measures inside and outside of what was covered', async () => {
    const { occlusion, mse: all } = await reconstructTest(at('run'), at('covered'), { seed, occlude: 10 });
    if (!occlusion) throw new Error('there is no occlusion');
    const { covered, reconstruction } = occlusion;
    expect(covered.outside).toBe(0);
    expect(covered.inside).toBeGreaterThan(0);
    const share = 100 / 784;
    expect(share * reconstruction.inside + (1 - share) * reconstruction.outside).toBeCloseTo(Number(all), 8);
    await expect(reconstructTest(at('run'), at('too-large'), { seed, occlude: 29 })).rejects.toThrow(
      'occlude: side is 29',
    );
  });
});

describe('holeError', () => {
  it('knows the hole from the rest', () => {
    const original = imageBatch(new Float32Array(2 * 36).fill(0.5), [2, 6, 6, 1]);
    const holes = holesOf(original, 2, 3);
    expect(holes.reduce((a, b) => a + b)).toBe(2 * 4);
    const image = { ...original, data: holes.map((hole) => (hole ? 0.8 : 0.6)) };
    const { inside, outside } = holeError(original, image, holes);
    expect(inside).toBeCloseTo(0.09, 6);
    expect(outside).toBeCloseTo(0.01, 6);
  });
});

describe('reconstructFiles', () => {
  const options = { seed, fit: 'centre-crop' } as const;

  it('brings photographs to the shape of the model, and says what they were', async () => {
    const record = await reconstructFiles(at('run'), [at('photo.png')], at('mine'), options);
    expect(record.images[0]).toMatchObject({ name: '1-photo', was: { height: 30, width: 40, channels: 3 } });
    expect(await readdir(at('mine'))).toEqual([
      '1-photo.png',
      'latents.npy',
      'pictures.png',
      'reconstruct.json',
      'reconstructions.npy',
    ]);
    expect((await npy('mine/reconstructions.npy')).shape).toEqual([1, 28, 28, 1]);
    const swapped = { ...options, invert: true };
    const inverted = await reconstructFiles(at('run'), [at('photo.png')], at('inverted'), swapped);
    expect(inverted.mse).not.toBe(record.mse);
  });

  it('refuses files that are no pictures, and folders that are in use', async () => {
    await expect(reconstructFiles(at('run'), [at('run/run.json')], at('no'), options)).rejects.toThrow(
      UsageError,
    );
    await expect(reconstructFiles(at('run'), [at('photo.png')], at('run'), options)).rejects.toThrow(
      'already exists',
    );
    expect(await readdir(home)).not.toContain('no');
  });
});

describe('a half that travels', () => {
  it.each(['tfjs', 'onnx'] as const)('decodes latents without the run (%s)', async (format) => {
    const out = at(`decoder-${format}`);
    const { halves } = await exportRun(at('run'), ['decoder'], out, { format });
    expect(halves[0].bytes).toBeGreaterThan(4 * halves[0].parameters);
    await reconstructTest(at('run'), at(`for-${format}`), { seed });
    await decodeLatents(halves[0].path, at(`for-${format}/latents.npy`), at(`decoded-${format}`));
    const [theirs, ours] = [
      await npy(`decoded-${format}/reconstructions.npy`),
      await npy('run/reconstructions.npy'),
    ];
    const difference = mean(mse(imagesFromNpy(theirs, [0, 1]), imagesFromNpy(ours, [0, 1])));
    expect(difference).toBeLessThan(1e-10);
  });

  it('says what is between the halves', async () => {
    const { between } = await exportRun(at('rate'), ['encoder', 'decoder'], at('halves'), {
      format: 'keras-npz',
      precision: 'float16',
    });
    expect(between).toBe('rateDistortion');
    expect(await readdir(at('halves'))).toEqual(['decoder.npz', 'encoder.npz']);
  });

  it('refuses latents of another length, what is no decoder, and Keras files', async () => {
    await writeFile(at('five.npy'), encodeNpy({ data: new Float32Array(5), shape: [1, 5] }));
    await expect(decodeLatents(at('run'), at('five.npy'), at('none'))).rejects.toThrow(
      'latents have shape [5] and the decoder takes [4]',
    );
    await expect(decodeLatents(home, at('five.npy'), at('none'))).rejects.toThrow(UsageError);
    await expect(decodeLatents('model.keras', at('five.npy'), at('none'))).rejects.toThrow(
      "convert it there (tensorflowjs.converters.save_keras_model(keras.models.load_model('model.keras')",
    );
  });
});

describe('sampleRun', () => {
  const options = { n: 6, amount: 0.5, seed };

  it('draws from the prior where there is one, else from fitted latents', async () => {
    expect((await sampleRun(at('variational'), at('prior'), options)).from).toBe('prior');
    expect((await sampleRun(at('run'), at('fitted'), options)).from).toBe('latents');
    const [prior, fitted] = [await npy('prior/samples.npy'), await npy('fitted/samples.npy')];
    expect([prior.shape, fitted.shape]).toEqual([
      [6, 28, 28, 1],
      [6, 28, 28, 1],
    ]);
    expect(prior.data.some((value, i) => value !== prior.data[i % 784])).toBe(true);
    await expect(sampleRun(at('run'), at('none'), { ...options, from: 'prior' })).rejects.toThrow(
      'learned no prior',
    );
  });

  it('asks a judge how sure it is of the samples, beside real test images', async () => {
    vi.stubEnv('AELAB_CACHE', at('cache'));
    const { judge } = await sampleRun(at('run'), at('judged'), { ...options, judge: 'lenet5' });
    const data = await loadData(config());
    const lenet5 = await trainedJudge(data, judgeDefaults.lenet5, 0);
    vi.unstubAllEnvs();
    const samples = imagesFromNpy(await npy('judged/samples.npy'), [0, 1]);
    const { predictions, probabilities } = await judgePredictions(lenet5.judge, samples);
    const surest = Array.from(predictions, (_, i) =>
      Math.max(...probabilities.subarray(10 * i, 10 * (i + 1))),
    );
    expect(judge?.accuracy).toBe(lenet5.score.accuracy);
    expect(judge?.confidence.real).toBe(lenet5.score.meanConfidence);
    expect(judge?.confidence.samples).toBeCloseTo(mean(surest), 12);
    for (const [label, share] of Object.entries(judge?.classes ?? {}))
      expect(share).toBe(predictions.filter((p) => p === Number(label)).length / 6);
  });

  it('moves test images by as much as it is told', async () => {
    const still = await sampleRun(at('run'), at('still'), { ...options, from: 'jitter', amount: 0 });
    expect(still).toMatchObject({ from: 'jitter', amount: 0, n: 6 });
    const reconstructions = (await npy('run/reconstructions.npy')).data;
    expect((await npy('still/samples.npy')).data).toEqual(reconstructions.slice(0, 6 * 784));
    await sampleRun(at('run'), at('moved'), { ...options, from: 'jitter' });
    expect((await npy('moved/samples.npy')).data).not.toEqual((await npy('still/samples.npy')).data);
    await expect(sampleRun(at('run'), at('many'), { ...options, n: 51, from: 'jitter' })).rejects.toThrow(
      '51 images asked for; mnist has 50 test images',
    );
  });
});
