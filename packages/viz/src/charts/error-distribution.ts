import { formatFigure } from '../format-figure.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';
import { extent, histogram } from './histogram.js';
import { referenceLine } from './reference-line.js';

/**
 * How the error is spread over the test images, with the median and the 95th percentile: a mean hides whether all
 * images are a little wrong or a few are ruined.
 *
 * @param errors - MSE of each image; what is not finite is left out and counted in the title
 */
export function errorDistribution(
  errors: ArrayLike<number>,
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  const sorted = Array.from(errors)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  const left = errors.length - sorted.length;
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN;
  const title =
    sorted.length === 0
      ? 'No image has a finite error'
      : `Half the images have an error below ${formatFigure(at(0.5))}, one in twenty above ${formatFigure(at(0.95))}${left > 0 ? ` (${left} not finite)` : ''}`;
  const marks = [
    { at: 'x', value: at(0.5), text: 'median' },
    { at: 'x', value: at(0.95), text: '95 %', below: 14 },
  ] as const;
  const bins = histogram(sorted, 40, extent(sorted));
  return {
    title,
    description: `Histogram of the mean squared error of ${errors.length} images. ${title}.`,
    width,
    height: 200,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: bins.map(({ from, to, count }) => ({ from, to, images: count })) },
    layer: [
      {
        mark: { type: 'bar', binSpacing: 1 },
        encoding: {
          x: {
            field: 'from',
            type: 'quantitative',
            title: 'Mean squared error of an image, pixels in [0, 1]',
            axis: { tickCount: 5 },
            bin: { binned: true },
          },
          x2: { field: 'to' },
          y: { field: 'images', type: 'quantitative', title: 'Images', axis: { tickCount: 4 } },
        },
      },
      ...(sorted.length > 0 ? marks.flatMap(referenceLine) : []),
    ],
  };
}
