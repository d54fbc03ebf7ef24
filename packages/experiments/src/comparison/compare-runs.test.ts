import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { compareRuns } from './compare-runs.js';

let home: string;
const run = (name: string) => join(home, name);
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab comparison '));
  for (const latentDim of [2, 8])
    await startRun(
      parseConfig({
        dataset: 'mnist',
        subset: { train: 200, test: 60 },
        model: { type: 'dense', hidden: [], latentDim },
        training: { epochs: 3 },
        backend: 'wasm',
      }),
      run(`latent-${latentDim}`),
    );
});
afterAll(() => rm(home, { recursive: true }));

describe('compareRuns', () => {
  it('writes one page with every run and the best one named', async () => {
    await compareRuns([run('latent-2'), run('latent-8')], join(home, 'comparison.html'));
    const html = await readFile(join(home, 'comparison.html'), 'utf8');
    expect(html).toContain('2 runs compared');
    expect(html).toMatch(/latent-[28] has the least test error/);
    expect(html).toContain('model.latentDim');
    expect(html).toContain('First, share');
    expect(html).toMatch(/Where latent-[28] and latent-[28] differ most/);
    expect(html).toContain('Error rises with dimension reduction');
  });

  it('puts the runs into groups', async () => {
    const options = { groupBy: 'model.latentDim' };
    const folders = [run('latent-2'), run('latent-8')];
    const groups = await compareRuns(folders, join(home, 'groups.html'), options);
    expect(groups.map(({ title }) => title)).toContain('PSNR, dB by model.latentDim');
    expect(await readFile(join(home, 'groups.html'), 'utf8')).toContain('MSE by model.latentDim');
  });

  it('refuses one run alone, two of one name, and a folder without a run', async () => {
    const out = join(home, 'none.html');
    await expect(compareRuns([run('latent-2')], out)).rejects.toThrow('it needs 2 or more');
    await expect(compareRuns([run('latent-2'), run('latent-2')], out)).rejects.toThrow(
      'two runs are called latent-2',
    );
    await expect(compareRuns([run('latent-2'), run('nothing')], out)).rejects.toThrow(
      'name the folder of a finished run',
    );
  });
});
