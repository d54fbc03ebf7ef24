import { formatFigure } from '../format-figure.js';
import type { ChartSpec } from '../svg/render-svg.js';
import type { ChartOptions } from './chart-options.js';
import { curvesSpec, type Curve } from './curves.js';

export interface CompressionCurveOptions extends ChartOptions {
  /** Dimension reduction from which error rises faster, if one was found. */
  readonly knee?: number;
}

/**
 * Error against dimension reduction, of models and of PCA: what each further value left out costs.
 *
 * Dimension reduction counts values, not bytes; for bytes see {@link rateDistortion}.
 *
 * @param curves - x: values of an image / values of its latent; y: test MSE
 */
export function compressionCurve(
  curves: readonly Curve[],
  { width, knee }: CompressionCurveOptions = {},
): ChartSpec {
  const found = knee === undefined ? '' : `, fastest beyond ${formatFigure(knee)}×`;
  return curvesSpec({
    title: `Error ${rises(curves) ? 'rises with' : 'against'} dimension reduction${found}`,
    description: `Line chart of test error against dimension reduction: ${curves.map(({ name }) => name).join(', ')}.`,
    width,
    x: { field: 'dimensionReduction', title: 'Dimension reduction, values in / values out', log: true },
    y: { field: 'mse', title: 'Mean squared error, pixels in [0, 1]', log: true },
    curves,
    ...(knee !== undefined && { marks: [{ at: 'x', value: knee, text: 'knee' }] }),
  });
}

/** Whether it does along every curve; curves of a single point count as one together. */
function rises(curves: readonly Curve[]): boolean {
  const single = curves.filter(({ points }) => points.length === 1).flatMap(({ points }) => points);
  return [single, ...curves.map(({ points }) => points)].every((points) => {
    const errors = points.toSorted((a, b) => a.x - b.x).map(({ y }) => Number(y));
    return errors.every((error, i) => i === 0 || error >= errors[i - 1]);
  });
}
