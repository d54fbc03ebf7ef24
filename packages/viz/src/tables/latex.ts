import { columnsOf } from './columns.js';
import type { Table } from './table.js';

/**
 * A table as LaTeX, for a paper: a `table` with `booktabs` rules, numbers rounded to three digits of the smallest in
 * their column. For all their digits take {@link csv}.
 *
 * @example
 * latex({ title: 'Errors', columns: ['class', 'mse'], rows: [['a_b', 0.5]] }).split('\n')[7]; // 'a\\_b & 0.500 \\\\'
 */
export function latex(table: Table): string {
  const columns = columnsOf(table);
  const line = (cells: readonly string[]) => `${cells.map(escapeCell).join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '\\centering',
    `\\caption{${escapeCell(table.title)}}`,
    `\\begin{tabular}{${columns.map(({ kind }) => (kind === 'number' ? 'r' : 'l')).join('')}}`,
    '\\toprule',
    line(table.columns),
    '\\midrule',
    ...table.rows.map((_, r) => line(columns.map(({ texts }) => texts[r]))),
    '\\bottomrule',
    '\\end{tabular}',
    '\\end{table}',
    '',
  ].join('\n');
}

const commands: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '−': '$-$',
  '×': '$\\times$',
  '²': '$^2$',
  '·': '$\\cdot$',
  '∞': '$\\infty$',
  '→': '$\\rightarrow$',
  '–': '--',
  '…': '\\dots{}',
};

function escapeCell(text: string): string {
  const powers = text.replace(/·10(⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)/g, (_, raised: string) => `\u0000${plain(raised)}\u0001`);
  const escaped = powers.replace(
    /[&%$#_{}]|[\\~^<>|−×²·∞→–…]/g,
    (character) => commands[character] ?? `\\${character}`,
  );
  return escaped.replace(/\u0000(.*?)\u0001/g, '$\\cdot10^{$1}$').replace(/\s*\n\s*/g, ' ');
}

function plain(raised: string): string {
  return raised.replace('⁻', '-').replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (digit) => String('⁰¹²³⁴⁵⁶⁷⁸⁹'.indexOf(digit)));
}
