import type { ChartSpec } from '../svg/render-svg.js';
import type { ChartOptions } from './chart-options.js';
import { curvesSpec, type Curve } from './curves.js';

/**
 * How much of a judge's accuracy survives each compression: accuracy on reconstructions / accuracy on originals.
 *
 * @param curves - x: dimension reduction; y: accuracy ratio
 */
export function accuracyRatio(curves: readonly Curve[], { width }: ChartOptions = {}): ChartSpec {
  return curvesSpec({
    title: 'What a classifier still recognises at each compression',
    description: `Line chart of the accuracy ratio against dimension reduction: ${curves.map(({ name }) => name).join(', ')}.`,
    width,
    x: { field: 'dimensionReduction', title: 'Dimension reduction, values in / values out', log: true },
    y: { field: 'accuracyRatio', title: 'Accuracy on reconstructions / on originals' },
    curves,
    marks: [{ at: 'y', value: 1, text: 'as good as originals' }],
  });
}
