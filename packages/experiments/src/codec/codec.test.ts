import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLatents } from '@aelab/codec';
import { mnist } from '@aelab/datasets';
import { decodeNpy, encodeNpy, selectImages } from '@aelab/images';
import { mse } from '@aelab/metrics';
import { encodePng } from '@aelab/viz';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import { readRunRecord } from '../run/run-folder.js';
import { startRun } from '../run/run.js';
import { UsageError } from '../usage-error.js';
import { benchCodecs } from './codec-bench.js';
import { decodeFile } from './decode-file.js';
import { encodeBlock, openBlockEncoder, type BlockTask } from './encode-block.js';
import { encodeImages, type EncodeSettings } from './encode-images.js';
import { inspectFile } from './inspect-file.js';

const lambda = 3e-3;
const rateTrained = {
  type: 'dense',
  hidden: [32],
  latentDim: 8,
  objective: { type: 'rateDistortion', lambda },
};
const models = {
  plain: { type: 'dense', hidden: [32], latentDim: 8 },
  rate: rateTrained,
  coarser: { ...rateTrained, objective: { type: 'rateDistortion', lambda: lambda / 8 } },
  spatial: {
    type: 'conv',
    filters: [4, 4],
    latentChannels: 2,
    objective: { type: 'rateDistortion', lambda },
  },
};
const settings: EncodeSettings = { precision: 'uniform', decoder: 'integer', refine: 0, addedError: 0.05 };

let home: string;
const at = (...names: string[]) => join(home, ...names);
let images: Awaited<ReturnType<typeof mnist>>['images'];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab codec '));
  for (const [name, model] of Object.entries(models))
    await startRun(
      parseConfig({
        ...{ dataset: 'mnist', model, backend: 'wasm' },
        subset: { train: 600, test: 60 },
        training: { epochs: name === 'spatial' ? 2 : 30, batchSize: 50, learningRate: 0.005 },
      }),
      at(name),
    );
  const all = (await mnist('test')).images;
  images = selectImages(
    all,
    Array.from({ length: 40 }, (_, i) => i),
  );
  await writeFile(at('some.npy'), encodeNpy(images));
});
afterAll(() => rm(home, { recursive: true }));

const decoded = async (file: string) => {
  const { data, shape } = decodeNpy(await readFile(at(file)));
  return {
    data: data as Uint8Array,
    shape: shape as [number, number, number, number],
    range: [0, 255] as const,
  };
};
const meanError = (reconstructions: typeof images) => {
  const errors = mse(images, reconstructions);
  return errors.reduce((a, b) => a + b) / errors.length / 255 ** 2;
};

describe('encodeImages and decodeFile', () => {
  it.each([
    ['plain', { precision: 'uniform', refine: 0 }],
    ['plain', { precision: 'float16', refine: 0 }],
    ['plain', { precision: 'float32', refine: 0, decoder: 'float' }],
    ['rate', { precision: 'uniform', refine: 1 }],
    ['rate', { precision: 'learned', refine: 0 }],
    ['spatial', { precision: 'uniform', refine: 0 }],
  ] as const)('give the images of a run back (%s, %o)', async (run, stated) => {
    const file = `${run}-${stated.precision}-${stated.refine}`;
    const written = await encodeImages(at(run), at('some.npy'), at(`${file}.ael`), {
      ...settings,
      ...stated,
    });
    expect(written).toMatchObject({ images: 40, bytes: (await stat(at(`${file}.ael`))).size });
    await decodeFile(at(`${file}.ael`), at(run), at(`${file}.npy`));
    const own = Number((await readRunRecord(at(run))).test.mse);
    expect(meanError(await decoded(`${file}.npy`))).toBeLessThan(1.3 * own);
  });

  it('need of the run the decoder alone, and give the same pixels', async () => {
    await encodeImages(at('plain'), at('some.npy'), at('x.ael'), settings);
    await mkdir(at('elsewhere'));
    await cp(at('plain/codec/decoder.aed'), at('elsewhere/decoder.aed'));
    await decodeFile(at('x.ael'), at('plain'), at('x1.npy'));
    await decodeFile(at('x.ael'), at('elsewhere/decoder.aed'), at('x2.npy'));
    expect((await decoded('x2.npy')).data).toEqual((await decoded('x1.npy')).data);
    await encodeImages(at('plain'), at('some.npy'), at('f.ael'), { ...settings, decoder: 'float' });
    await cp(at('plain/model/decoder'), at('elsewhere/decoder'), { recursive: true });
    await decodeFile(at('f.ael'), at('elsewhere/decoder'), at('f.npy'));
    expect(meanError(await decoded('f.npy'))).toBeCloseTo(meanError(await decoded('x1.npy')), 4);
  });

  it('write pictures named by their places, of the images asked for', async () => {
    await encodeImages(at('plain'), at('some.npy'), at('p.ael'), settings);
    await decodeFile(at('p.ael'), at('plain'), at('pictures'), [3, 10, 11]);
    expect(await readdir(at('pictures'))).toEqual(['000003.png', '000010.png', '000011.png']);
    await expect(decodeFile(at('p.ael'), at('plain'), at('pictures'))).rejects.toThrow('already exists');
    await expect(decodeFile(at('p.ael'), at('plain'), at('q'), [40])).rejects.toThrow(
      'it holds images 0 to 39',
    );
    expect(await readdir(home)).not.toContain('q');
  });

  it('read a folder of pictures as they read the array', async () => {
    await mkdir(at('folder'));
    for (let i = 0; i < 40; i++) {
      const pixels = Uint8Array.from(images.data.subarray(784 * i, 784 * (i + 1)));
      const png = encodePng({ pixels, width: 28, height: 28, channels: 1 });
      await writeFile(at('folder', `${String(i).padStart(2, '0')}.png`), png);
    }
    await encodeImages(at('rate'), at('folder'), at('from-folder.ael'), settings);
    await encodeImages(at('rate'), at('some.npy'), at('from-array.ael'), settings);
    expect((await readFile(at('from-folder.ael'))).equals(await readFile(at('from-array.ael')))).toBe(true);
  });

  it('write the same bytes for any number of workers, in whatever order they end', async () => {
    const tiled = { data: new Uint8Array(2500 * 784), shape: [2500, 28, 28, 1] as const };
    for (let i = 0; i < 2500; i++) {
      const from = 784 * ((i + (i < 1000 ? 0 : 7)) % 40);
      tiled.data.set(images.data.subarray(from, from + 784), 784 * i);
    }
    await writeFile(at('many.npy'), encodeNpy(tiled));
    const places: number[] = [];
    let atOnce = 0;
    /** Blocks that end in the reverse of their order. */
    const run = async (task: BlockTask) => {
      places.push(task.from);
      expect(++atOnce).toBeLessThanOrEqual(2);
      const latents = await encodeBlock(await openBlockEncoder(task), structuredClone(task));
      await new Promise((resolve) => setTimeout(resolve, 300 - task.from / 10));
      atOnce--;
      return latents;
    };
    for (const precision of ['uniform', 'float32'] as const) {
      const stated = { ...settings, precision };
      await encodeImages(at('plain'), at('many.npy'), at('one.ael'), stated);
      await encodeImages(at('plain'), at('many.npy'), at('two.ael'), { ...stated, workers: 2, run });
      expect((await readFile(at('two.ael'))).equals(await readFile(at('one.ael')))).toBe(true);
    }
    expect(places).toEqual([0, 1000, 2000, 0, 1000, 2000]);
    const failing = { ...settings, workers: 3, run: () => Promise.reject(new Error('no memory')) };
    await expect(encodeImages(at('plain'), at('many.npy'), at('f.ael'), failing)).rejects.toThrow(
      'no memory',
    );
  });

  it('refuse another decoder, a missing one, and images of another shape', async () => {
    await encodeImages(at('plain'), at('some.npy'), at('w.ael'), settings);
    await encodeImages(at('rate'), at('some.npy'), at('r.ael'), settings);
    const other = decodeFile(at('w.ael'), at('rate'), at('w.npy'));
    await expect(other).rejects.toThrow(/decoder: .* has the hash [0-9a-f]{64}; the file is for the decoder/);
    await expect(other).rejects.toBeInstanceOf(UsageError);
    await expect(decodeFile(at('w.ael'), at('none'), at('w.npy'))).rejects.toThrow('cannot be read (ENOENT)');
    await writeFile(at('small.npy'), encodeNpy({ data: new Uint8Array(64), shape: [1, 8, 8, 1] }));
    await expect(encodeImages(at('plain'), at('small.npy'), at('s.ael'), settings)).rejects.toThrow(
      "images: they are of shape [8,8,1]; the run's model takes [28,28,1]",
    );
    expect((await readdir(home)).filter((name) => name.includes('partial') || name === 's.ael')).toEqual([]);
    const learned = { ...settings, precision: 'learned' } as const;
    await expect(encodeImages(at('plain'), at('some.npy'), at('l.ael'), learned)).rejects.toThrow(
      "the model's objective is none",
    );
  });

  it('refine levels to fewer bits and error together', async () => {
    const cost = async (refine: number) => {
      await encodeImages(at('rate'), at('some.npy'), at('c.ael'), { ...settings, refine });
      await decodeFile(at('c.ael'), at('rate'), at('c.npy'));
      const { blocks } = openLatents(await readFile(at('c.ael')));
      const bits = (8 * blocks.reduce((sum, { payload }) => sum + payload.length, 0)) / 40;
      return bits + lambda * 255 ** 2 * 784 * meanError(await decoded('c.npy'));
    };
    expect(await cost(2)).toBeLessThan(0.97 * (await cost(0)));
  });
});

describe('inspectFile', () => {
  it('counts every byte, and names damaged blocks', async () => {
    await encodeImages(at('rate'), at('some.npy'), at('i.ael'), settings);
    const { bytes, account, damaged, precision, decoder } = await inspectFile(at('i.ael'));
    expect(bytes.file).toBe((await stat(at('i.ael'))).size);
    expect(account?.perImage).toBe(bytes.file / 40);
    expect({ damaged, precision, kind: decoder?.kind }).toEqual({
      damaged: [],
      precision: 'uniform',
      kind: 'integer',
    });
    const file = await readFile(at('i.ael'));
    file[bytes.header + 3] ^= 1;
    await writeFile(at('damaged.ael'), file);
    const inspected = await inspectFile(at('damaged.ael'));
    expect(inspected.damaged).toEqual([0]);
    expect(inspected.account).toBeUndefined();
  });
});

describe('benchCodecs', () => {
  it('measures runs and rivals on the same images, and writes curves that it reads again', async () => {
    const options = {
      refine: 0,
      errorWeights: [1],
      rivals: ['pca', 'png', 'gzip'],
      published: [],
      out: at('bench'),
    } as const;
    const bench = await benchCodecs([at('rate'), at('coarser')], options);
    expect(bench.skipped).toEqual({});
    expect(bench.models.map(({ point }) => point.setting)).toEqual(['λ 0.003', 'λ 0.000375']);
    const [fine, coarse] = bench.models;
    expect(coarse.point.bytesPerImage).toBeLessThan(fine.point.bytesPerImage);
    expect(fine.account.perImage).toBe(fine.point.bytesPerImage);
    expect(fine.error.total).toBeCloseTo(fine.point.mse, 4);
    expect(fine.decoder.bytes.float32).toBe(4 * (8 * 32 + 32 + 32 * 784 + 784));
    expect(bench.bdRates.map(({ against }) => against)).toEqual(['pca']);
    expect(await readdir(at('bench'))).toEqual([
      'autoencoder.json',
      'codec-bench.json',
      'pca.json',
      'rate-distortion.svg',
    ]);
    const weighed = {
      ...options,
      refine: 1,
      errorWeights: [0.001, 5],
      rivals: [],
      out: at('weighed'),
      images: 60,
    } as const;
    const [small, good] = (await benchCodecs([at('rate')], weighed)).models;
    expect(small.point.setting).toBe('λ 0.003, refined at 0.001 λ');
    expect(small.account.withoutHeader).toBeLessThan(good.account.withoutHeader);
    expect(small.point.mse).toBeGreaterThan(good.point.mse);
    const published = [at('bench/autoencoder.json')];
    const again = await benchCodecs([at('rate'), at('coarser')], { ...options, rivals: [], published });
    expect(again.bdRates[0].delta).toBeCloseTo(0, 6);
    expect((await readRunRecord(at('rate'))).bytes).toMatchObject({ perImage: fine.account.perImage });
    expect(await readFile(at('rate/report.html'), 'utf8')).toContain('What it costs in bytes');
  });

  it('gives a plain run a point for each of several steps, and goes on where a rival cannot be had', async () => {
    const options = {
      refine: 0,
      errorWeights: [1],
      rivals: ['pca'],
      published: [],
      out: at('plain-bench'),
      images: 20,
    } as const;
    const { models: points } = await benchCodecs([at('plain')], options);
    const sizes = points.map(({ point }) => point.bytesPerImage);
    expect([...sizes].sort((a, b) => b - a)).toEqual(sizes);
    for (const { error } of points) expect(error.quantisation).toBeGreaterThan(0);
  });

  it('refuses what is no curve', async () => {
    await writeFile(at('curve.json'), '{');
    const options = {
      refine: 0,
      errorWeights: [1],
      rivals: [],
      published: [at('curve.json')],
      out: at('none'),
    } as const;
    await expect(benchCodecs([at('rate')], options)).rejects.toThrow('curve.json is not JSON');
  });
});
