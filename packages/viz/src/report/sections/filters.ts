import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { sheetFigure } from '../sheet-figure.js';

/** The weights of the first layer beside principal components. */
export function filters({ sheets }: ReportInput): Section | undefined {
  if (!sheets?.filters) return undefined;
  const body = sheetFigure('Filters of the first layer over the principal components', note, sheets.filters);
  return { id: 'filters', title: 'What its first layer looks for', body };
}

const note =
  'The filters with the largest weights, and the first components of the training images, or of patches of them for a convolution. Each picture has a scale of its own; in those of one channel blue is below zero and orange above.';
