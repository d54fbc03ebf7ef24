import { tableOf } from '../../tables/table.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { sheetFigure } from '../sheet-figure.js';
import { tableMarkup } from '../table-markup.js';

/** What the model makes of pictures unlike all that it learnt from. */
export function strangers({ record, sheets }: ReportInput): Section | undefined {
  const blocks = record.strangers ?? [];
  if (blocks.length === 0) return undefined;
  const rows = blocks.map(({ label, mse, errsMoreThan }) => ({
    Picture: label,
    MSE: Number(mse),
    'Test images with less error, %': 100 * Number(errsMoreThan),
  }));
  const body = markup`<p>
      A model that has learnt what its images have in common fails on others, and often turns them into its own.
      One that copies anything has learnt little about them.
    </p>
    ${sheets?.strangers && sheetFigure('Pictures of kinds that it never saw', signs, sheets.strangers)}
    ${tableMarkup(tableOf('Error of pictures that it never saw', rows))}`;
  return { id: 'strangers', title: 'What it makes of the unknown', body };
}

const signs = 'Errors are blue where the reconstruction is too dark and orange where it is too bright.';
