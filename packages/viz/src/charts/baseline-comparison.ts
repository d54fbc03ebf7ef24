import type { BaselinesBlock, Figure } from '../record.js';
import { colours } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/**
 * Test error of the model, its linear rivals and the naive floors as bars, least first.
 *
 * The class-mean image is told the class of each test image, which no model is: it may lie below the model without
 * being better.
 */
export function baselineComparison(
  test: { readonly mse: Figure },
  baselines: BaselinesBlock,
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  const rows = comparedErrors(test, baselines);
  const title = `Error of the model beside ${rows.some(({ kind }) => kind === 'rival') ? 'PCA and ' : ''}the naive floors`;
  return {
    title,
    description: `Bar chart. ${title}: ${rows.map(({ method, mse }) => `${method} ${mse === null ? 'not defined' : mse.toPrecision(3)}`).join(', ')}.`,
    width,
    height: 26 * rows.length,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: rows },
    encoding: {
      y: {
        field: 'method',
        type: 'nominal',
        title: null,
        sort: null,
        scale: { paddingInner: 0.3 },
        axis: { labelColor: colours.ink, labelLimit: width / 2 },
      },
      x: {
        field: 'mse',
        type: 'quantitative',
        title: 'Mean squared error, pixels in [0, 1]',
        axis: { tickCount: 4 },
      },
    },
    layer: [
      {
        mark: 'bar',
        encoding: {
          color: {
            field: 'kind',
            type: 'nominal',
            legend: null,
            scale: {
              domain: ['model', 'rival', 'floor'],
              range: [colours.model, colours.rival, colours.floor],
            },
          },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 6, aria: false },
        encoding: { text: { field: 'mse', type: 'quantitative', format: '.3~g' } },
      },
    ],
  };
}

interface ComparedError {
  readonly method: string;
  readonly kind: 'model' | 'rival' | 'floor';
  readonly mse: number | null;
}

function comparedErrors(test: { readonly mse: Figure }, baselines: BaselinesBlock): ComparedError[] {
  const { zero, mean, median, classMean, pca, svd } = baselines;
  const error = (method: string, kind: ComparedError['kind'], figure: Figure): ComparedError => {
    const mse = Number(figure);
    return { method, kind, mse: Number.isFinite(mse) ? mse : null };
  };
  const rows = [
    error('This model', 'model', test.mse),
    ...(pca ? [error(`PCA, ${pca.components} components`, 'rival', pca.mse)] : []),
    ...(svd ? [error(`SVD, ${svd.components} components`, 'rival', svd.mse)] : []),
    error('Class-mean image', 'floor', classMean.mse),
    error('Mean image', 'floor', mean.mse),
    error('Median image', 'floor', median.mse),
    error('Black image', 'floor', zero.mse),
  ];
  return rows.sort((a, b) => (a.mse ?? Infinity) - (b.mse ?? Infinity));
}
