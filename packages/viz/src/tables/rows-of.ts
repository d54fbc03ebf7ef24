import type { Table } from './table.js';

/**
 * A table as objects, one for each row, such as danfojs and other libraries of tables take. They know no empty cell:
 * nothing becomes NaN in a column of numbers, and an empty text in one of texts.
 *
 * @example
 * rowsOf({ title: '', columns: ['class', 'mse'], rows: [['a', 0.5], [null, null]] });
 * // [{ class: 'a', mse: 0.5 }, { class: '', mse: NaN }]
 */
export function rowsOf({ columns, rows }: Table): Record<string, string | number>[] {
  const empty = columns.map((_, c) => (rows.some((row) => typeof row[c] === 'string') ? '' : NaN));
  return rows.map((row) => Object.fromEntries(columns.map((column, c) => [column, row[c] ?? empty[c]])));
}
