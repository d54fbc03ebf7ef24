import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeNpy, encodeNpy } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordViolations } from '../../../../tools/testing/violations.js';
import { parseConfig, type Config } from '../config.js';
import { resumeRun, startRun } from './run.js';
import { readCheckpoint, writeCheckpoint, type RunCheckpoint } from './run-checkpoint.js';
import type { RunEvent } from './run-events.js';
import { readRunRecord } from './run-folder.js';
import { reportRun } from './write-report.js';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab runs '));
});
afterAll(() => rm(home, { recursive: true }));

const config = (changes: object = {}): Config =>
  parseConfig({
    dataset: 'mnist',
    subset: { train: 300, test: 100 },
    model: { type: 'dense', hidden: [16], latentDim: 4 },
    training: { epochs: 3, batchSize: 50 },
    backend: 'wasm',
    ...changes,
  });

const modelBytes = async (folder: string) =>
  Buffer.concat([
    await readFile(join(folder, 'model/encoder/weights.bin')),
    await readFile(join(folder, 'model/decoder/weights.bin')),
  ]);

/** Ends the run after some training steps, as Ctrl-C does. */
async function interruptedRun(folder: string, steps: number): Promise<void> {
  const controller = new AbortController();
  let left = steps;
  const onEvent = ({ stage }: RunEvent) => {
    if (stage === 'training' && --left === 0) controller.abort(new DOMException('interrupted', 'AbortError'));
  };
  await expect(startRun(config(), folder, { signal: controller.signal, onEvent })).rejects.toThrow(
    'interrupted',
  );
}

describe('startRun', () => {
  it('leaves the record, the model, the reconstructions and the report', async () => {
    const folder = join(home, 'whole');
    const stages = new Set<string>();
    const record = await startRun(config(), folder, { onEvent: ({ stage }) => stages.add(stage) });
    expect([...stages]).toEqual(['data', 'backend', 'model', 'training', 'evaluation']);
    expect((await readdir(folder)).sort()).toEqual(
      [
        'config.yaml',
        'model',
        'reconstructions.npy',
        'report.html',
        'run.json',
        'samples.json',
        'subset.json',
      ].sort(),
    );
    expect(await readRunRecord(folder)).toEqual(record);
    expect(decodeNpy(await readFile(join(folder, 'reconstructions.npy'))).shape).toEqual([100, 28, 28, 1]);
    expect(record).toMatchObject({
      schemaVersion: 1,
      data: { name: 'mnist', train: 300, test: 100 },
      model: { latentShape: [4], dimensionReduction: 196, expanding: false },
      training: { epochs: 3, stopped: 'epochs' },
    });
    expect(record.test.perClass.map(({ n }) => n).reduce((a, b) => a + b)).toBe(100);
    expect(record.baselines.pca?.components).toBe(4);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toContain('7 layers with 26,036 parameters');
    const [low, high] = (record.baselines.pca?.mseDifferenceInterval ?? []).map(Number);
    const difference = Number(record.test.mse) - Number(record.baselines.pca?.mse);
    expect(low < difference && difference < high && high - low < 0.02).toBe(true);
    for (const name of ['mse', 'psnr'] as const) {
      const [from, to] = (record.test[`${name}Interval`] ?? []).map(Number);
      expect(from < Number(record.test[name]) && Number(record.test[name]) < to).toBe(true);
    }
    expect(Number(record.baselines.classMean.mse)).toBeLessThan(Number(record.baselines.mean.mse));
  });

  it('writes the same report again', async () => {
    const folder = join(home, 'whole');
    const report = await readFile(join(folder, 'report.html'), 'utf8');
    await rm(join(folder, 'report.html'));
    await reportRun(folder);
    expect(await readFile(join(folder, 'report.html'), 'utf8')).toBe(report);
  });

  it('holds a part of the training images out, and fits PCA on the others', async () => {
    const training = { epochs: 2, batchSize: 50, validation: 0.2, patience: 5 };
    const record = await startRun(config({ training }), join(home, 'validated'));
    expect(record.data).toMatchObject({ train: 240, validation: 60, test: 100 });
    expect(record.training.validationLoss).toHaveLength(2);
  });

  it('evaluates an untrained model, and one wider than its images, which no PCA matches', async () => {
    const model = { type: 'dense', hidden: [], latentDim: 800 };
    const record = await startRun(config({ model, training: { epochs: 0 } }), join(home, 'untrained'));
    expect(record.model.expanding).toBe(true);
    expect(record.training.loss).toEqual([]);
    expect(record.baselines.pca).toBeUndefined();
  });

  it('records a diverged run as a result', async () => {
    const training = { epochs: 2, optimizer: 'sgd', learningRate: 1e38 };
    const model = { type: 'dense', hidden: [16], latentDim: 4, outputActivation: 'linear' };
    const record = await startRun(config({ model, training }), join(home, 'diverged'));
    expect(record.training).toMatchObject({ stopped: 'diverged', epochs: 0 });
    expect(record.training.cause).toContain('of epoch 1');
  });

  it('refuses a folder that is in use, and leaves it alone', async () => {
    const folder = join(home, 'used');
    await mkdir(folder);
    await writeFile(join(folder, 'thesis.txt'), 'mine');
    await expect(startRun(config(), folder)).rejects.toThrow(`out: ${folder} already exists`);
    expect(await readdir(folder)).toEqual(['thesis.txt']);
  });

  it('leaves nothing behind when it cannot begin', async () => {
    const folder = join(home, 'impossible');
    await expect(startRun(config({ subset: { train: 70_000 } }), folder)).rejects.toThrow(
      'subset: 70000 images asked for; mnist has 60000 train images',
    );
    await expect(startRun(config({ training: { patience: 2 } }), folder)).rejects.toThrow(
      'no validation images',
    );
    expect(await readdir(home)).not.toContain('impossible');
  });
});

describe('the record of a run', () => {
  it('compares winners with as many principal components', async () => {
    const objective = { type: 'winnerTakeAll', active: 3 };
    const model = { type: 'dense', hidden: [], latentDim: 40, objective };
    const record = await startRun(config({ model }), join(home, 'winners'));
    expect(record.model).toMatchObject({ latentShape: [40], activeLatents: 3 });
    expect(record.baselines.pca?.components).toBe(3);
  });

  it('says what a denoiser gains over the damaged images and over filters', async () => {
    const corruptions = [{ type: 'noise', factor: 0.3 }];
    const record = await startRun(config({ training: { epochs: 1, corruptions } }), join(home, 'denoiser'));
    const [block] = record.denoising ?? [];
    expect(block.corruption).toEqual(corruptions[0]);
    const [low, high] = block.damaged.interval.map(Number);
    expect(low).toBeLessThan(Number(block.damaged.gain));
    expect(high).toBeGreaterThan(Number(block.damaged.gain));
    expect(block.medianFilter.size).toBe(3);
    expect(await readFile(join(home, 'denoiser/report.html'), 'utf8')).toContain('a median filter of 3×3');
  });

  it('says that a model collapsed, and what usually does it', async () => {
    const objective = { type: 'variational', beta: 1e6 };
    const model = { type: 'dense', hidden: [], latentDim: 4, objective };
    const training = { epochs: 40, learningRate: 0.03, batchSize: 50 };
    const record = await startRun(config({ model, training }), join(home, 'collapsed'));
    expect(record.collapse?.map(({ kind }) => kind)).toContain('constant output');
    const html = await readFile(join(home, 'collapsed/report.html'), 'utf8');
    expect(html).toContain('Collapse (constant output)');
  });
});

describe('run.json', () => {
  it.each(['whole', 'validated', 'untrained', 'diverged', 'winners', 'denoiser', 'collapsed'])(
    'keeps to its schema (%s)',
    async (name) => {
      expect(recordViolations('run', await readFile(join(home, name, 'run.json'), 'utf8'))).toEqual([]);
    },
  );
});

describe('resumeRun', () => {
  it('ends with the weights and figures of the uninterrupted run, wherever it was interrupted', async () => {
    const whole = join(home, 'whole');
    for (const steps of [2, 6, 11]) {
      const folder = join(home, `interrupted after ${steps}`);
      await interruptedRun(folder, steps);
      expect(await readdir(folder)).toContain('checkpoint.bin');
      const record = await resumeRun(folder, undefined);
      expect((await modelBytes(folder)).equals(await modelBytes(whole))).toBe(true);
      expect(record.test).toEqual((await readRunRecord(whole)).test);
      expect(record.training.loss).toEqual((await readRunRecord(whole)).training.loss);
    }
  });

  it('keeps the backend that it began on, with its accelerator or without', async () => {
    for (const accelerator of ['onnxruntime', undefined] as const) {
      const folder = join(home, `begun with ${accelerator}`);
      await interruptedRun(folder, 3);
      const checkpoint = (await readCheckpoint(folder)) as RunCheckpoint;
      const backend = { name: 'wasm', why: 'a test says so', ...(accelerator && { accelerator }) } as const;
      await writeCheckpoint(folder, { ...checkpoint, backend: { ...backend, warnings: [] } });
      expect((await resumeRun(folder, undefined)).backend).toEqual({ ...backend, warnings: [] });
    }
  });

  it('gives the record of a finished run back', async () => {
    const folder = join(home, 'whole');
    expect(await resumeRun(folder, config())).toEqual(await readRunRecord(folder));
  });

  it('refuses another config, and a folder without a run', async () => {
    await expect(resumeRun(join(home, 'whole'), config({ seed: 1 }))).rejects.toThrow('another config');
    await expect(resumeRun(join(home, 'nowhere'), undefined)).rejects.toThrow('name the folder of a run');
  });

  it('refuses a run that another process is working on', async () => {
    const folder = join(home, 'locked');
    await interruptedRun(folder, 3);
    await writeFile(join(folder, 'running.lock'), String(process.ppid));
    await expect(resumeRun(folder, undefined)).rejects.toThrow(
      `process ${process.ppid} is working in ${folder}`,
    );
  });
});

describe('a run on own images', () => {
  it('takes a .npy file, splits it by the seed, and keeps its labels', async () => {
    const { uniform } = random(2);
    const n = 40;
    const data = Float32Array.from({ length: n * 36 }, uniform);
    await writeFile(join(home, 'own.npy'), encodeNpy({ data, shape: [n, 6, 6] }));
    await writeFile(
      join(home, 'own.csv'),
      `label\n${Array.from({ length: n }, (_, i) => (i % 2 ? 'b' : 'a')).join('\n')}\n`,
    );
    const dataset = {
      type: 'npy',
      path: join(home, 'own.npy'),
      range: [0, 1],
      labels: join(home, 'own.csv'),
      test: 0.25,
    };
    const record = await startRun(config({ dataset, subset: undefined }), join(home, 'own'));
    expect(record.data).toMatchObject({ name: 'own.npy', train: 30, test: 10, imageShape: [6, 6, 1] });
    expect(record.test.perClass.map(({ label, n: images }) => [label, images])).toEqual([
      ['a', 5],
      ['b', 5],
    ]);
    expect(record.test.ssim).toBeUndefined();
  });
});
