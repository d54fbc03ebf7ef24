import { formatFigure } from '../format-figure.js';
import type { RunRecord } from '../record.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { plural } from '../report/phrases.js';
import { barsSpec, type Bar } from './bars.js';
import type { ChartOptions } from './chart-options.js';
import { byFigure } from './finite.js';

/**
 * Test error of the model, its linear rivals and the naive floors as bars, least first.
 *
 * The class-mean image is told the class of each test image, which no model is: it may lie below the model without
 * being better.
 */
export function baselineComparison(
  { test, baselines }: Pick<RunRecord, 'test' | 'baselines'>,
  { width }: ChartOptions = {},
): ChartSpec {
  const { zero, mean, median, classMean, pca, svd } = baselines;
  const bars: Bar[] = [
    { name: 'This model', value: test.mse },
    ...(pca
      ? [{ name: `PCA, ${plural(pca.components, 'component')}`, value: pca.mse, kind: 'rival' as const }]
      : []),
    ...(svd
      ? [{ name: `SVD, ${plural(svd.components, 'component')}`, value: svd.mse, kind: 'rival' as const }]
      : []),
    { name: 'Class-mean image', value: classMean.mse, kind: 'floor' },
    { name: 'Mean image', value: mean.mse, kind: 'floor' },
    { name: 'Median image', value: median.mse, kind: 'floor' },
    { name: 'Black image', value: zero.mse, kind: 'floor' },
  ];
  return barsSpec({
    title: `Error of the model beside ${pca || svd ? 'linear rivals and ' : ''}naive floors`,
    description: `Bar chart: ${bars.map(({ name, value }) => `${name} ${formatFigure(value)}`).join(', ')}.`,
    width,
    fields: ['method', 'mse'],
    axes: ['Method', 'Mean squared error, pixels in [0, 1]'],
    bars: bars.sort((a, b) => byFigure(a.value, b.value)),
  });
}
