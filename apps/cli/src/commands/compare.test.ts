import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const main = join(import.meta.dirname, '../../dist/main.js');
let home: string;
const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: home, encoding: 'utf8', stdio: 'pipe' });

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab compare '));
  for (const [seed, latent] of [
    [0, 2],
    [1, 2],
    [0, 4],
  ]) {
    const what = `--subset 200,60 --hidden 8 --epochs 1 --backend wasm --seed ${seed} --latent-dim ${latent}`;
    node(main, 'run', ...what.split(' '), '--out', `${latent}-${seed}`);
  }
});
afterAll(() => rm(home, { recursive: true }));

it('writes one page, prints the groups, a group of one too, and keeps the runs in a sheet that reads back', async () => {
  const runs = ['2-0', '2-1', '4-0'];
  const options = ['--group-by', 'model.latentDim', '--out', 'page.html', '--xlsx', 'runs.xlsx'];
  const lines = node(main, 'compare', ...runs, ...options).split('\n');
  expect(lines).toContain('**MSE by model.latentDim**');
  expect(lines.filter((line) => line.startsWith('| 4 |'))[0]).toMatch(
    /^\| 4 \| 1 \| 0\.\d+ \|  \| 0\.\d+ \|/,
  );
  expect(lines.slice(-3)).toEqual(['page.html', 'runs.xlsx', '']);
  expect(await readFile(join(home, 'page.html'), 'utf8')).toContain('MSE by model.latentDim');
  expect((await readdir(home)).sort()).toEqual([...runs, 'page.html', 'runs.xlsx'].sort());
  const danfo = join(import.meta.dirname, '../../../../node_modules/danfojs-node');
  const back = node(
    '-e',
    `require(${JSON.stringify(danfo)}).readExcel('runs.xlsx').then((frame) => console.log(JSON.stringify([frame['run'].values, frame['test.mse'].values.length])))`,
  );
  expect(back).toBe('[["2-0","2-1","4-0"],3]\n');
});

it('refuses a field that no run has', () => {
  expect(() => node(main, 'compare', '2-0', '2-1', '--group-by', 'latentDim')).toThrow(
    /compare: no run has the field latentDim to group by; the fields are run, dataset/,
  );
});
