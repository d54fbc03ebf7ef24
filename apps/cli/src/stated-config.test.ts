import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { corruptions, objective } from './flag-values.js';
import { statedConfig } from './stated-config.js';

let folder: string;
let file: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aelab config '));
  file = join(folder, 'mine.yaml');
  await writeFile(file, 'dataset: mnist\nmodel: { type: dense, hidden: [8], latentDim: 2 }\n');
});
afterAll(() => rm(folder, { recursive: true }));

describe('statedConfig', () => {
  it('has a dense model of 32 latents where nothing is stated', async () => {
    expect((await statedConfig(undefined, {})).model).toMatchObject({ type: 'dense', latentDim: 32 });
  });

  it('builds every kind of model from flags alone', async () => {
    const conv = await statedConfig(undefined, { model: 'conv', filters: [4, 8], latentChannels: 3 });
    expect(conv.model).toMatchObject({ type: 'conv', filters: [4, 8], latentChannels: 3 });
    const coded = await statedConfig(undefined, {
      model: 'convLinear',
      compression: 95,
      objective: objective('rateDistortion:0.001'),
      corrupt: corruptions('noise:0.3,occlude:8'),
    });
    expect(coded.model).toMatchObject({
      compressionPercent: 95,
      objective: { type: 'rateDistortion', lambda: 0.001 },
    });
    expect(coded.training.corruptions).toEqual([
      { type: 'noise', factor: 0.3 },
      { type: 'occlude', side: 8 },
    ]);
  });

  it("lets a flag for the latent's size replace the one of the file", async () => {
    expect((await statedConfig(file, { compression: 99 })).model).not.toHaveProperty('latentDim');
    expect((await statedConfig(file, { latentDim: 5 })).model).toMatchObject({ hidden: [8], latentDim: 5 });
  });
});

describe('objective', () => {
  it('is a name alone, or with its number', () => {
    expect(objective('variational')).toEqual({ type: 'variational' });
    expect(objective('winnerTakeAll:16')).toEqual({ type: 'winnerTakeAll', active: 16 });
    expect(() => objective('variatonal:1')).toThrow('must be one of variational, winnerTakeAll');
  });
});
