import { imageGrid } from '../../charts/image-grid.js';
import { drawnFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** Further pictures: traversals, strangers, noise, enlarged details. */
export function sheets({ sheets = [] }: ReportInput): Section | undefined {
  if (sheets.length === 0) return undefined;
  const figures = sheets.map(({ title, note, rows, columns }) =>
    drawnFigure({
      title,
      note,
      draw: (width) => imageGrid(rows, { width, columns, theme: 'css', description: `${title}.` }),
    }),
  );
  return { id: 'sheets', title: 'A closer look', body: markup`${figures}` };
}
