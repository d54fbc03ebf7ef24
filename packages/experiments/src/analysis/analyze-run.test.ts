import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordViolations } from '../../../../tools/testing/violations.js';
import { parseConfig } from '../config.js';
import { startRun } from '../run/run.js';
import { readRunRecord } from '../run/run-folder.js';
import { analyzeRun } from './analyze-run.js';

let home: string;
let run: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'aelab analysis '));
  run = join(home, 'run');
  const config = {
    dataset: 'mnist',
    subset: { train: 300, test: 120 },
    model: { type: 'dense', hidden: [16], latentDim: 4 },
    training: { epochs: 2 },
    backend: 'wasm',
  };
  await startRun(parseConfig(config), run);
});
afterAll(() => rm(home, { recursive: true }));

describe('analyzeRun', () => {
  it('adds SVD and overlap to the record, and leaves what was there', async () => {
    const before = await readRunRecord(run);
    const record = await analyzeRun(run, { svd: true, overlap: { pairs: 60, engine: 'barnes-hut' } });
    expect(await readRunRecord(run)).toEqual(record);
    const { overlap, baselines, ...rest } = record;
    expect({ ...rest, baselines: { ...baselines, svd: undefined } }).toEqual({
      ...before,
      baselines: { ...before.baselines, svd: undefined },
    });
    expect(Number(baselines.svd?.mse)).toBeGreaterThan(Number(baselines.pca?.mse));
    expect(overlap).toMatchObject({ engine: 'barnes-hut', n: 60 });
    expect(overlap?.perClass).toHaveLength(10);
  });

  it('keeps to the schema', async () => {
    expect(recordViolations('run', await readFile(join(run, 'run.json'), 'utf8'))).toEqual([]);
  });

  it('keeps the map, a place for each original and reconstruction', async () => {
    const embedding = JSON.parse(await readFile(join(run, 'embedding.json'), 'utf8')) as Record<
      string,
      unknown[]
    >;
    expect(Object.values(embedding).map(({ length }) => length)).toEqual([60, 60, 10, 120, 120]);
  });

  it('repeats its figures', async () => {
    const first = (await readRunRecord(run)).overlap;
    const again = await analyzeRun(run, { svd: false, overlap: { pairs: 60, engine: 'barnes-hut' } });
    expect(again.overlap).toEqual(first);
  });

  it('refuses a folder without a finished run', async () => {
    await expect(analyzeRun(join(home, 'none'), { svd: true })).rejects.toThrow('name the folder of a run');
  });
});
