import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordTables } from './record-tables.js';

const root = join(import.meta.dirname, '../../..');
let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab tables '));
  await mkdir(join(home, 'empty'));
});
afterAll(() => rm(home, { recursive: true }));

const file = async (text: string) => {
  await writeFile(join(home, 'some.json'), text);
  return join(home, 'some.json');
};
const titles = async (path: string) => (await recordTables(path)).map(({ title }) => title);

describe('recordTables', () => {
  it('has the tables of the report of a run, and every figure', async () => {
    const found = await titles(join(root, 'docs/gallery/data'));
    expect(found.slice(0, 2)).toEqual(['Test figures of each method', 'Test error of each class']);
    expect(found).toEqual(expect.arrayContaining(['Figures', 'test.perClass', 'training.loss']));
    expect(await titles(join(root, 'docs/gallery/data/run.json'))).toEqual(found);
  });

  it('has the runs and the claims of a reproduction, a row each', async () => {
    const tables = await recordTables(join(root, 'docs/reproductions/bottleneck-poster/results.json'));
    const rows = (title: string) => tables.find((table) => table.title === title)?.rows.length;
    expect(rows('claims')).toBeGreaterThan(5);
    expect(rows('runs')).toBeGreaterThan(5);
  });

  it('leaves out empty lists', async () => {
    const evaluation = { schemaVersion: 1, test: { mse: 'NaN', perClass: [] } };
    expect(await recordTables(await file(JSON.stringify(evaluation)))).toEqual([
      {
        title: 'Figures',
        columns: ['figure', 'value'],
        rows: [
          ['schemaVersion', 1],
          ['test.mse', NaN],
        ],
      },
    ]);
  });

  it.each([
    ['{ "schemaVersion": 1', 'some.json is not JSON ('],
    ['[1, 2]', 'some.json is no record, since it has no schemaVersion; name a run.json, evaluation.json or'],
    ['null', 'some.json is no record'],
    ['{ "schemaVersion": 2 }', 'has the schema version 2; this aelab reads version 1 (use the aelab that'],
  ])('refuses %s', async (text, message) => {
    await expect(recordTables(await file(text))).rejects.toThrow(message);
  });

  it('refuses what is not there', async () => {
    await expect(recordTables(join(home, 'none.json'))).rejects.toThrow('none.json cannot be read (ENOENT)');
    await expect(recordTables(join(home, 'empty'))).rejects.toThrow(
      'holds no run.json, evaluation.json or results.json',
    );
  });
});
