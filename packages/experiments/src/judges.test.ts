import type { ImageDataset } from '@aelab/datasets';
import { mnist, stratifiedSubset } from '@aelab/datasets';
import { judgePredictions, selectBackend } from '@aelab/models';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { judgeDefaults, trainedJudge } from './judges.js';

let cache: string;
let data: { train: ImageDataset; test: ImageDataset };
beforeAll(async () => {
  await selectBackend('wasm');
  cache = await mkdtemp(join(tmpdir(), 'aelab judges '));
  vi.stubEnv('AELAB_CACHE', cache);
  const subset = async (split: 'train' | 'test', n: number) =>
    stratifiedSubset(await mnist(split), n, 0).dataset;
  data = { train: await subset('train', 300), test: await subset('test', 100) };
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await rm(cache, { recursive: true });
});

const settings = { ...judgeDefaults.lenet5, batchSize: 30 };

describe('trainedJudge', () => {
  it('recognises digits, and comes from the cache the second time', async () => {
    const epochs = new Set<number>();
    const first = await trainedJudge(data, settings, 1, ({ epoch }) => epochs.add(epoch));
    expect([...epochs]).toEqual([0, 1, 2, 3, 4]);
    expect(first.score.accuracy).toBeGreaterThan(0.6);
    expect(first.score.confusion.flat().reduce((a, b) => a + b)).toBe(100);
    const again = await trainedJudge(data, settings, 1);
    expect(again.training).toEqual(first.training);
    expect(again.score).toEqual(first.score);
    expect(await judgePredictions(again.judge, data.test.images)).toEqual(
      await judgePredictions(first.judge, data.test.images),
    );
    expect(await readdir(join(cache, 'judges'))).toHaveLength(1);
  });

  it('is another for another seed, setting or label', async () => {
    const quick = { ...settings, epochs: 1 };
    const labels = Uint8Array.from(data.train.labels);
    labels[0] = (labels[0] + 1) % 10;
    await trainedJudge(data, quick, 1);
    await trainedJudge(data, quick, 2);
    await trainedJudge({ ...data, train: { ...data.train, labels } }, quick, 1);
    expect(await readdir(join(cache, 'judges'))).toHaveLength(4);
  });
});
