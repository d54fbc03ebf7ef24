import { toUnitRange } from '@aelab/images';
import { mean, mse, quantiles, variance } from '@aelab/metrics';
import type { MeasuredRun } from './measured-run.js';

/** How much the error varies between test images. */
export function errors({ data, reconstructions }: MeasuredRun) {
  const values = mse(toUnitRange(data.test.images), reconstructions);
  const [least, median, most] = quantiles(values, [0, 0.5, 1]);
  return { least, median, most, coefficientOfVariation: Math.sqrt(variance(values)) / mean(values) };
}
