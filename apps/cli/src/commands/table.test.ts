import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.js';

const record = join(import.meta.dirname, '../../../../docs/gallery/data/run.json');
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab table '));
});
afterAll(() => rm(home, { recursive: true }));

const table = (...args: string[]) => runCli(['table', record, ...args], { cwd: home });

describe('aelab table', () => {
  it('prints Markdown, the tables one below the other', async () => {
    const { status, stdout } = await table();
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\*\*Test figures of each method\*\*\n\n\| Method \| MSE/);
    expect(stdout).toMatch(/\n\n\*\*test\.perClass\*\*\n/);
  });

  it('prints the chosen table as LaTeX, or as CSV with every digit', async () => {
    const { stdout } = await table('--only', 'Test error of each class', '--format', 'latex');
    expect(stdout).toMatch(/^\\begin\{table\}[^]*\\end\{table\}\n$/);
    const { mse } = (JSON.parse(await readFile(record, 'utf8')) as { test: { mse: number } }).test;
    const { stdout: figures } = await table('--only', 'Figures', '--format', 'csv');
    expect(figures.split('\r\n')).toContain(`test.mse,${mse}`);
  });

  it('writes a file, or a folder with a file for each CSV table', async () => {
    expect((await table('--out', 'all.md')).stdout).toBe('all.md\n');
    expect(await readFile(join(home, 'all.md'), 'utf8')).toContain('**training.loss**');
    expect((await table('--format', 'csv', '--out', 'tables')).status).toBe(0);
    expect(await readdir(join(home, 'tables'))).toEqual(
      expect.arrayContaining(['Test-error-of-each-class.csv', 'test.perClass.csv']),
    );
    expect((await table('--format', 'csv', '--out', 'tables')).stderr).toContain('already exists');
  });

  it('refuses several tables as one CSV text, and a table that is not there', async () => {
    expect(await table('--format', 'csv')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('a CSV file holds one table, and these are') as string,
    });
    expect(await table('--only', 'nothing')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('the record has no table nothing; it has Test figures') as string,
    });
  });
});
