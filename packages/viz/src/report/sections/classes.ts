import { perClassError, perClassInkError } from '../../charts/per-class-error.js';
import { perClassTable } from '../../tables/record-tables.js';
import { chartFigure } from '../chart-figure.js';
import { tableMarkup } from '../table-markup.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** Which classes suffer, raw and per ink. */
export function classes({ record }: ReportInput): Section | undefined {
  const { perClass } = record.test;
  if (perClass.length === 0) return undefined;
  const body = markup`${chartFigure((options) => perClassError(perClass, options), 'error-by-class')}
    <p class="muted">
      Lines are 95 % intervals: how well these test images pin down the class mean of this one trained model.
    </p>
    ${chartFigure((options) => perClassInkError(perClass, options), 'ink-error-by-class')}
    <p class="muted">
      Squared error per 100 units of intensity asks whether a class is hard, or only has more ink to get
      wrong.
    </p>
    <details>
      <summary>All classes as a table</summary>
      ${tableMarkup(perClassTable(record))}
    </details>`;
  return { id: 'classes', title: 'Which classes suffer', body };
}
