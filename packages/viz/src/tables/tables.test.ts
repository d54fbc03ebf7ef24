import { describe, expect, it } from 'vitest';
import { recordJson, type RunRecord } from '../record.js';
import { fullRecord, mnistRecord } from '../testing/records.js';
import { csv } from './csv.js';
import { latex } from './latex.js';
import { markdown } from './markdown.js';
import { baselinesTable, bytesTable, overlapTable, perClassTable, trainingTable } from './record-tables.js';
import { runTables } from './run-tables.js';
import { tablesOf } from './tables-of.js';

const odd = {
  title: 'A & B',
  columns: ['class_name', 'p'],
  rows: [
    ['50 % {x} \\ $1', 1.2e-22],
    ['–', -Infinity],
    ['c', null],
  ],
};

describe('csv', () => {
  it('keeps every digit and quotes what must be quoted', () => {
    expect(csv({ title: '', columns: ['a,b', 'c'], rows: [['x\ny', 0.1 + 0.2]] })).toBe(
      '"a,b",c\r\n"x\ny",0.30000000000000004\r\n',
    );
  });
  it('names what is not finite and leaves nothing empty', () => {
    expect(csv(odd)).toContain('–,-Infinity\r\nc,\r\n');
  });
});

describe('markdown', () => {
  it('aligns numbers right and text left', () => {
    expect(markdown(perClassTable(mnistRecord)).split('\n').slice(2, 5)).toEqual([
      '| Class | Images | MSE | from (95 %) | to | Error per 100 ink |',
      '| :-- | --: | --: | --: | --: | --: |',
      '| 0 | 1,000 | 0.01030 | 0.00999 | 0.01061 | 5.98 |',
    ]);
  });
  it('gives each figure of its own its own decimals', () => {
    const rows = [[0], [0.00971], ['mnist'], [60_000]];
    expect(
      markdown({ title: '', columns: ['value'], rows })
        .split('\n')
        .slice(4, 8),
    ).toEqual(['| 0 |', '| 0.00971 |', '| mnist |', '| 60,000 |']);
  });
  it('escapes what would end a cell or begin markup', () => {
    expect(markdown({ title: '', columns: ['<b>'], rows: [['a|b\n*c*']] })).toContain('| a\\|b \\*c\\* |');
  });
});

describe('latex', () => {
  it('escapes what LaTeX would take for itself, and sets powers and signs in mathematics', () => {
    const lines = latex(odd).split('\n');
    expect(lines[2]).toBe('\\caption{A \\& B}');
    expect(lines[5]).toBe('class\\_name & p \\\\');
    expect(lines[7]).toBe('50 \\% \\{x\\} \\textbackslash{} \\$1 & 1.20$\\cdot10^{-22}$ \\\\');
    expect(lines[8]).toBe('-- & $-$$\\infty$ \\\\');
  });
  it('has a column letter for each column', () => {
    expect(latex(perClassTable(mnistRecord))).toContain('\\begin{tabular}{lrrrrr}');
  });
});

describe('tables of a record', () => {
  it('holds the model over its rivals and floors', () => {
    const { columns, rows } = baselinesTable(mnistRecord);
    expect(columns).toEqual(['Method', 'MSE', 'RMSE', 'MAE', 'PSNR, dB', 'SSIM']);
    expect(rows[1]).toEqual(['PCA, 32 components', 0.016828, 0.1297, 0.06711, 18.04, 0.7812]);
    expect(rows.map(([method]) => method)).not.toContain('SVD, 0 components');
  });
  it('pairs training with validation losses', () => {
    expect(trainingTable(fullRecord).rows[0]).toEqual([1, 0.0412, 0.0224]);
    expect(trainingTable(mnistRecord).rows[0]).toEqual([1, 0.0412]);
  });
  it('puts the overlap of all above that of classes', () => {
    expect(
      overlapTable(fullRecord.overlap)
        .rows.slice(0, 2)
        .map(([name, pairs]) => [name, pairs]),
    ).toEqual([
      ['All', 1500],
      ['0', 150],
    ]);
  });
  it('counts bytes', () => {
    expect(bytesTable(fullRecord.bytes).rows).toEqual([[24.6, 24.5, 31.9, 437824, 577]]);
  });
});

describe('runTables', () => {
  it('has the tables that the run has figures for, in the order of its report', () => {
    const titles = (record: RunRecord) => runTables(record).map(({ title }) => title);
    expect(titles(fullRecord)).toEqual([
      'Test figures of each method',
      'Test error of each class',
      'Overlap of originals and reconstructions',
      'What the latents hold',
      'The latents of the test images as a file',
      'Loss of each epoch',
    ]);
    const bare = { ...mnistRecord, training: { ...mnistRecord.training, loss: [] } };
    expect(titles(bare)).toEqual(['Test figures of each method', 'Test error of each class']);
  });
});

describe('tablesOf', () => {
  const tables = new Map(
    tablesOf(JSON.parse(recordJson(fullRecord)) as object).map((table) => [table.title, table]),
  );

  it('has every single figure by its path', () => {
    expect(tables.get('Figures')?.rows).toContainEqual(['baselines.pca.mse', 0.016828]);
    expect(tables.get('Figures')?.rows).toContainEqual(['config.model.type', 'dense']);
  });
  it('has a table for each list, of objects, of figures and of lists', () => {
    expect(tables.get('test.perClass')?.columns).toEqual([
      'label',
      'n',
      'mse',
      'mseInterval.0',
      'mseInterval.1',
      'msePer100Ink',
    ]);
    expect(tables.get('test.perClass')?.rows).toHaveLength(10);
    expect(tables.get('training.loss')?.rows[4]).toEqual([5, 0.0104]);
    expect(tables.get('judge.confusion')?.rows[1][2]).toBe(970 + 1);
  });
  it('makes numbers of the strings that stand for them, but not of names', () => {
    const [figures, list] = tablesOf({ psnr: 'Infinity', classes: [{ label: 'NaN', mse: 'NaN' }] });
    expect(figures.rows).toEqual([['psnr', Infinity]]);
    expect(list.rows).toEqual([['NaN', NaN]]);
  });
  it('copes with an empty record, empty lists and rows that differ', () => {
    expect(tablesOf({})).toEqual([]);
    expect(tablesOf({ loss: [] })).toEqual([{ title: 'loss', columns: [], rows: [] }]);
    expect(tablesOf({ runs: [{ a: 1 }, { b: { c: 2 } }] })[0]).toEqual({
      title: 'runs',
      columns: ['a', 'b.c'],
      rows: [
        [1, null],
        [null, 2],
      ],
    });
  });
});
