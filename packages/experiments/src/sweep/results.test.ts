import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runsCsv, type SweepRun } from './results.js';

const root = join(import.meta.dirname, '../../../..');

const run = (latentDim: number, mse: number): SweepRun => ({
  address: `${latentDim} ${mse}`,
  changes: { 'model.latentDim': latentDim },
  config: {},
  state: 'finished',
  figures: { 'test.mse': mse },
});

it('writes runs.csv as the danfojs example in docs/sweeps.md reads it', async () => {
  const home = await mkdtemp(join(tmpdir(), 'aelab csv '));
  const file = join(home, 'runs.csv');
  await writeFile(file, runsCsv([run(2, 0.25), run(2, 0.75), run(4, 0.125)]));
  const guide = await readFile(join(root, 'docs/sweeps.md'), 'utf8');
  const [, example] = /^```js\n(.*?)^```$/ms.exec(guide) ?? [];
  const code = example.replace('sweeps/plan/runs.csv', file);
  const shown = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(shown).toMatch(/│ 2 +│ 0\.5 [^]*│ 4 +│ 0\.125 /);
  await rm(home, { recursive: true });
});
