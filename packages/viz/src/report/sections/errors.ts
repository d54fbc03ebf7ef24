import { errorDistribution } from '../../charts/error-distribution.js';
import { chartFigure } from '../chart-figure.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** How the error is spread over the test images. */
export function errors({ imageErrors }: ReportInput): Section | undefined {
  if (imageErrors === undefined || imageErrors.length === 0) return undefined;
  const body = chartFigure((options) => errorDistribution(imageErrors, options), 'error-distribution');
  return { id: 'errors', title: 'A few ruined, or all a little wrong', body };
}
