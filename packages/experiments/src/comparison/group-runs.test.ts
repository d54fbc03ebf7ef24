import { toDataFrame } from '@aelab/metrics/danfo';
import { recordJson, rowsOf, tablesOf, type ComparedRun, type RunRecord } from '@aelab/viz';
import { describe, expect, it } from 'vitest';
import { groupRuns, runRows } from './group-runs.js';

function run(name: string, latentDim: number, mse: number | 'NaN', more: object = {}): ComparedRun {
  const record = {
    config: { dataset: 'mnist', model: { type: 'dense', latentDim, hidden: [8] }, ...more },
    model: { parameters: 10 },
    training: { loss: [0.2, 0.1], validationLoss: [] },
    test: { mse, perClass: [{ label: 'a', mse: 1 }] },
    baselines: { pca: { mse: 0.5 } },
  };
  return { name, record: record as unknown as RunRecord };
}

const runs = [run('a', 2, 0.5), run('b', 2, 0.7), run('c', 4, 0.25), run('d', 8, 'NaN', { seed: 3 })];

describe('runRows', () => {
  it('has a column for each setting and each scalar figure of any run', () => {
    expect(runRows(runs)[0]).toEqual({
      run: 'a',
      dataset: 'mnist',
      'model.type': 'dense',
      'model.latentDim': 2,
      'model.hidden': '[8]',
      'model.parameters': 10,
      'test.mse': 0.5,
      'baselines.pca.mse': 0.5,
      'training.loss': 0.1,
      seed: NaN,
    });
  });
});

describe('groupRuns', () => {
  it('describes each group; one of one has no standard deviation, one with a NaN no figures', async () => {
    expect(await groupRuns(runRows(runs), 'model.latentDim')).toEqual([
      {
        title: 'MSE by model.latentDim',
        columns: ['model.latentDim', 'Runs', 'Mean', 'Standard deviation', 'Least', 'Greatest'],
        rows: [
          [2, 2, 0.6, expect.closeTo(Math.SQRT1_2 / 5, 12), 0.5, 0.7],
          [4, 1, 0.25, null, 0.25, 0.25],
          [8, 1, NaN, null, NaN, NaN],
        ],
      },
    ]);
  });

  it('groups by texts, and by the run itself', async () => {
    const [byData] = await groupRuns(runRows(runs.slice(0, 3)), 'dataset');
    expect(byData.rows.map(([name, n]) => [name, n])).toEqual([['mnist', 3]]);
    const [byRun] = await groupRuns(runRows(runs), 'run');
    expect(byRun.rows.map(([name]) => name)).toEqual(['a', 'b', 'c', 'd']);
  });

  it('refuses a field that no run has, which danfojs takes for one group', async () => {
    await expect(groupRuns(runRows(runs), 'latentDim')).rejects.toThrow(
      'no run has the field latentDim to group by; the fields are run, dataset, model.type',
    );
  });
});

describe('the tables of a record', () => {
  it('become DataFrames, empty cells and figures that are not finite too', async () => {
    const record = { ...runs[3].record, stopped: null, runs: [{ mse: 1 }, { mse: 'Infinity', cause: 'x' }] };
    const tables = tablesOf(JSON.parse(recordJson(record)) as object);
    for (const table of tables.filter(({ rows }) => rows.length > 0)) {
      const frame = await toDataFrame(rowsOf(table));
      expect(frame.columns).toEqual(table.columns);
      expect(frame.shape[0]).toBe(table.rows.length);
    }
    expect(rowsOf(tables[tables.length - 1])).toEqual([
      { mse: 1, cause: '' },
      { mse: Infinity, cause: 'x' },
    ]);
  });
});
