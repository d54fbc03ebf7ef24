import { imageGrid } from '../charts/image-grid.js';
import { drawnFigure } from './chart-figure.js';
import type { Markup } from './markup.js';
import type { ImageSheet } from './report.js';

/** Rows of pictures under a heading, and what to look for in them. */
export function sheetFigure(title: string, note: string, { rows, columns }: ImageSheet): Markup {
  return drawnFigure({
    title,
    note,
    draw: (width) => imageGrid(rows, { width, columns, theme: 'css', description: `${title}. ${note}` }),
  });
}
