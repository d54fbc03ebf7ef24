import { confusionMatrix } from '../../charts/confusion-matrix.js';
import type { Cell } from '../../tables/table.js';
import { formatFigure } from '../../format-figure.js';
import { tableMarkup } from '../table-markup.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** What a classifier still recognises. */
export function judge({ record }: ReportInput): Section | undefined {
  if (!record.judge) return undefined;
  const {
    name,
    accuracyOriginal,
    accuracyReconstruction,
    accuracyRatio,
    accuracyRatioInterval,
    mcnemarP,
    confusion,
  } = record.judge;
  const names = record.test.perClass.map(({ label }) => label);
  const rows: Cell[][] = [
    ['Accuracy on originals', Number(accuracyOriginal)],
    ['Accuracy on reconstructions', Number(accuracyReconstruction)],
    ['Ratio of the two', Number(accuracyRatio)],
  ];
  const body = markup`<p>
      ${name}, trained on originals only, was asked about originals and about their reconstructions. The ratio
      of its accuracies is ${formatFigure(accuracyRatio)} (95 % interval
      ${accuracyRatioInterval.map((end) => formatFigure(end)).join(' to ')}; McNemar’s test of no difference:
      p = ${formatFigure(mcnemarP)}).
    </p>
    ${names.length === confusion.length && chartFigure((options) => confusionMatrix(confusion, names, options), 'confusion')}
    ${tableMarkup({ title: 'Accuracy of the judge', columns: ['Test images', 'Accuracy'], rows })}`;
  return { id: 'judge', title: 'What a classifier still recognises', body };
}
