import type { Cell, Table } from './table.js';

/**
 * A table as CSV: numbers with all their digits, what is not finite as `Infinity`, `-Infinity` and `NaN`, nothing as an
 * empty field.
 *
 * @example
 * csv({ title: '', columns: ['class', 'mse'], rows: [['a "b"', 0.5], ['c', NaN]] }); // 'class,mse\r\n"a ""b""",0.5\r\nc,NaN\r\n'
 * @see RFC 4180
 */
export function csv({ columns, rows }: Table): string {
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(cell: Cell): string {
  const text = cell === null ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
