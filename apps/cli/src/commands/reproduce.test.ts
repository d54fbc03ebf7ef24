import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.js';

const reproduce = (...args: string[]) => runCli(['reproduce', ...args], { cwd: tmpdir() });

interface Results {
  readonly runs: readonly { readonly group: string; readonly address: string }[];
  readonly missing: object;
  readonly claims: readonly { readonly verdict: string; readonly why?: string }[];
}

describe('aelab reproduce', () => {
  it('names the documents when asked for another one', async () => {
    const { status, stderr } = await reproduce('poster');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^aelab: reproduce: poster is not one of bottleneck-poster, .*all\n$/);
  });

  it('takes one scale and whole seeds only', async () => {
    const both = await reproduce('bottleneck-poster', '--quick', '--full');
    expect([both.status, both.stderr]).toEqual([2, expect.stringContaining('cannot be used with')]);
    const half = await reproduce('bottleneck-poster', '--seeds', '1.5');
    expect([half.status, half.stderr]).toEqual([2, expect.stringContaining('seeds: 1.5')]);
  });

  it('lists as not measured what the data are not here for, on a whole page', async () => {
    const home = await mkdtemp(join(tmpdir(), 'aelab reproduce '));
    try {
      const folders = [
        '--out',
        join(home, 'out'),
        '--pages',
        join(home, 'pages'),
        '--data',
        join(home, 'none'),
      ];
      const { status, stdout, stderr } = await reproduce('cae-cnn-judge-paper', ...folders);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/0 hold, 1 fail, \d+ undecidable/)]);
      expect(stderr).toContain('strides: left out: cifar10:');
      const file = join(home, 'pages/cae-cnn-judge-paper/results.json');
      const { missing, claims } = JSON.parse(await readFile(file, 'utf8')) as Results;
      expect(Object.keys(missing)).toContain('strides');
      expect(claims.filter(({ verdict }) => verdict === 'undecidable').every(({ why }) => why)).toBe(true);
      expect(await readFile(join(home, 'pages/cae-cnn-judge-paper.md'), 'utf8')).toContain('not measured');
    } finally {
      await rm(home, { recursive: true });
    }
  });

  it('carries out the groups asked for, and takes those that another machine has finished from its results', async () => {
    const home = await mkdtemp(join(tmpdir(), 'aelab reproduce '));
    try {
      const table = async (out: string, ...more: string[]) => {
        const folders = ['--out', join(home, out), '--data', join(home, 'none'), '--seeds', '1'];
        const { status, stderr } = await reproduce('table', ...folders, ...more);
        const file = join(home, out, 'pages/table/results.json');
        return { status, stderr, file, results: JSON.parse(await readFile(file, 'utf8')) as Results };
      };
      const first = await table('here', '--groups', 'mnist-dense');
      expect(first.results.runs.map(({ group }) => group)).toEqual(Array(3).fill('mnist-dense'));
      expect(first.results.missing).toHaveProperty('mnist-convolutional', 'it was not asked for (--groups)');
      const second = await table('there', '--groups', 'fashion-mnist-dense', '--known', first.file);
      expect([second.status, second.stderr]).toEqual([0, expect.not.stringContaining('mnist-dense: 3 runs')]);
      expect(second.results.runs).toEqual(first.results.runs);
    } finally {
      await rm(home, { recursive: true });
    }
  });

  it('refuses groups that the document has not, and results that are none', async () => {
    const group = await reproduce('table', '--groups', 'letters');
    expect([group.status, group.stderr]).toEqual([
      2,
      expect.stringMatching(/groups: letters is not one of mnist-dense/),
    ]);
    const known = await reproduce('table', '--known', 'nowhere.json');
    expect([known.status, known.stderr]).toEqual([
      2,
      expect.stringMatching(/known: nowhere.json cannot be read/),
    ]);
  });
});
