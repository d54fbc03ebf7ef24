import type { DataFrame } from 'danfojs-node';
import type { Row } from '../tables.js';

/**
 * Rows as a DataFrame of danfojs, to group, sort, merge, describe and save. Loads `danfojs-node` (an optional peer, and
 * TensorFlow.js with it) when it is called, not before.
 *
 * In danfojs, the standard deviation of a group that holds one row is 0, grouping by a column that is not there makes
 * one group, and `plot` needs a browser.
 *
 * @param rows - such as {@link imageRows} and {@link classRows} give them; every row has the columns of the first
 * @throws RangeError if there are no rows, or one has other columns
 * @throws Error if danfojs-node is not installed
 * @see {@link fromDataFrame} for the way back
 */
export async function toDataFrame(rows: readonly Row[]): Promise<DataFrame> {
  if (rows.length === 0) throw new RangeError('toDataFrame: there are 0 rows; it needs at least 1');
  const columns = Object.keys(rows[0]);
  const values = rows.map((row, i) => {
    if (Object.keys(row).join() !== columns.join())
      throw new RangeError(
        `toDataFrame: row ${i} has columns [${Object.keys(row).join(', ')}] and row 0 [${columns.join(', ')}]; all need the same`,
      );
    return Object.values(row);
  });
  const { DataFrame: Frame } = await danfo();
  return new Frame(values, { columns });
}

/**
 * The rows of a DataFrame of danfojs, or of anything with `columns` and `values` like it.
 *
 * @example
 * fromDataFrame({ columns: ['label', 'mse'], values: [['0', 0.01]] }); // [{ label: '0', mse: 0.01 }]
 */
export function fromDataFrame(frame: {
  readonly columns: readonly string[];
  readonly values: unknown;
}): Row[] {
  return (frame.values as (number | string)[][]).map((row) =>
    Object.fromEntries(frame.columns.map((column, i) => [column, row[i]])),
  );
}

async function danfo(): Promise<typeof import('danfojs-node')> {
  try {
    return await import('danfojs-node');
  } catch (cause) {
    throw new Error('toDataFrame: danfojs-node could not be loaded; install it (npm install danfojs-node)', {
      cause,
    });
  }
}
