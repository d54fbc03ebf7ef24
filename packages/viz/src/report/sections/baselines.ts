import { baselineComparison } from '../../charts/baseline-comparison.js';
import { baselinesTable } from '../../tables/record-tables.js';
import { chartFigure } from '../chart-figure.js';
import { tableMarkup } from '../table-markup.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** The model against PCA and the images that answer for all. */
export function baselines({ record }: ReportInput): Section {
  const chart = chartFigure((options) => baselineComparison(record, options), 'baselines');
  const body = markup`<p>
      PCA keeps as many values per image as the model and is the best that a linear map can do. A constant
      image keeps none. The class-mean image is told the class of each test image, which the model is not.
    </p>
    ${chart} ${tableMarkup(baselinesTable(record))}`;
  return { id: 'baselines', title: 'Against simpler methods', body };
}
