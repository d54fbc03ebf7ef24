import { basename, dirname, join } from 'node:path';
import { rename } from 'node:fs/promises';
import { fromDataFrame, toDataFrame } from '@aelab/metrics/danfo';
import { rowsOf, tableOf, type ComparedRun, type Figure, type Json, type Table } from '@aelab/viz';
import { figuresOf } from '../sweep/figures.js';
import { UsageError } from '../usage-error.js';

type RunRow = Readonly<Record<string, string | number>>;

/** What groups are described by; a run's row has every scalar of its record. */
const described = {
  'test.mse': 'MSE',
  'test.mae': 'MAE',
  'test.psnr': 'PSNR, dB',
  'training.seconds': 'Training, s',
} as const;

/** A row for each run: its name, its settings and its figures by dotted path. */
export function runRows(runs: readonly ComparedRun[]): RunRow[] {
  const rows = runs.map(({ name, record }): Partial<Record<string, string | number>> => ({
    run: name,
    ...settings(record.config),
    ...numbers(figuresOf(record)),
  }));
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return rowsOf({
    title: 'runs',
    columns,
    rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
  });
}

/**
 * The runs with the same value of a field together: how many, and of each figure the mean, the standard deviation over
 * the runs, the least and the greatest.
 *
 * danfojs groups by a field that is not there and gives a group of one a standard deviation of 0; here the first is an
 * error and the second is left empty.
 *
 * @param field - a column of {@link runRows}: `model.latentDim`, `dataset`
 * @throws UsageError if no run has the field
 */
export async function groupRuns(rows: readonly RunRow[], field: string): Promise<Table[]> {
  if (!(field in rows[0]))
    throw new UsageError(
      `compare: no run has the field ${field} to group by; the fields are ${Object.keys(rows[0]).join(', ')}`,
    );
  const figures = Object.entries(described).filter(([figure]) => figure in rows[0] && figure !== field);
  const columns = figures.map(([figure]) => figure);
  const frame = await toDataFrame(rows.map((row) => pick(row, [field, ...columns])));
  const groups = frame.groupby([field]).col(columns);
  const statistic = (name: 'count' | 'mean' | 'std' | 'min' | 'max') => fromDataFrame(groups[name]());
  const [count, mean, std, min, max] = (['count', 'mean', 'std', 'min', 'max'] as const).map(statistic);
  return figures.map(([figure, title]) =>
    tableOf(
      `${title} by ${field}`,
      count.map((row, g) => {
        const runs = Number(row[`${figure}_count`]);
        return {
          [field]: row[field],
          Runs: runs,
          Mean: Number(mean[g][`${figure}_mean`]),
          'Standard deviation': runs > 1 ? Number(std[g][`${figure}_std`]) : null,
          Least: Number(min[g][`${figure}_min`]),
          Greatest: Number(max[g][`${figure}_max`]),
        };
      }),
    ),
  );
}

/** Writes the rows as a sheet of an Excel file, under its name only when it is whole. */
export async function writeXlsx(rows: readonly RunRow[], file: string): Promise<void> {
  const draft = join(dirname(file), `.partial ${basename(file)}`);
  (await toDataFrame(rows)).toExcel({ filePath: draft, sheetName: 'runs' });
  await rename(draft, file);
}

function settings(value: Json | undefined, path = ''): Record<string, string | number> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return Object.assign(
      {},
      ...Object.entries(value).map(([key, item]) => settings(item, path === '' ? key : `${path}.${key}`)),
    ) as Record<string, string | number>;
  if (value === undefined) return {};
  return { [path]: typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value) };
}

function numbers(figures: Readonly<Partial<Record<string, Figure>>>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).map(([path, figure]) => [path, Number(figure)]));
}

function pick(row: RunRow, columns: readonly string[]): RunRow {
  return Object.fromEntries(columns.map((column) => [column, row[column]]));
}
