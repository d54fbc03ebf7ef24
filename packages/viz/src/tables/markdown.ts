import { columnsOf } from './columns.js';
import type { Table } from './table.js';

/**
 * A table as GitHub-flavoured Markdown, for reading: numbers rounded to three digits of the smallest in their column.
 * For all their digits take {@link csv}.
 *
 * @example
 * markdown({ title: 'Errors', columns: ['class', 'mse'], rows: [['a|b', 0.5], ['c', 0.25]] }).split('\n')[4]; // '| a\\|b | 0.500 |'
 */
export function markdown(table: Table): string {
  const columns = columnsOf(table);
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(' | ')} |\n`;
  const rule = `| ${columns.map(({ kind }) => (kind === 'number' ? '--:' : ':--')).join(' | ')} |\n`;
  const rows = table.rows.map((_, r) => line(columns.map(({ texts }) => texts[r])));
  return `**${escapeMarkdown(table.title)}**\n\n${line(table.columns)}${rule}${rows.join('')}`;
}

/** Plain text as Markdown that shows just this text, on one line. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_<>[\]|]/g, (character) => `\\${character}`).replace(/\s*\n\s*/g, ' ');
}
