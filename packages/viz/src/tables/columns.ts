import { formatAligned, formatFigure } from '../format-figure.js';
import type { Cell, Table } from './table.js';

/**
 * A column as it is read: numbers with as many decimals as the one that needs most; among texts, where they are figures
 * of different things, each with its own.
 */
export interface Column {
  readonly kind: 'number' | 'text';
  readonly texts: readonly string[];
}

export function columnsOf(table: Table): Column[] {
  return table.columns.map((_, c) => columnOf(table.rows.map((row) => row[c])));
}

function columnOf(cells: readonly Cell[]): Column {
  const numbers = cells.filter((cell) => typeof cell === 'number');
  const isNumber = numbers.length > 0 && cells.every((cell) => typeof cell !== 'string');
  const formatted = isNumber ? formatAligned(numbers) : numbers.map((value) => formatFigure(value));
  const texts = cells.map((cell) => (typeof cell === 'number' ? (formatted.shift() ?? '') : (cell ?? '')));
  return { kind: isNumber ? 'number' : 'text', texts };
}
