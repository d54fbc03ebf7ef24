import type { ChartSpec } from '../svg/render-svg.js';
import type { ChartOptions } from './chart-options.js';
import { curvesSpec, type Curve } from './curves.js';

/**
 * What each method gains over leaving the noise alone, at each strength of noise. Below zero it does harm.
 *
 * @param curves - x: noise factor; y: PSNR of the method's output − PSNR of the noisy image, in decibels
 */
export function noiseSweep(curves: readonly Curve[], { width }: ChartOptions = {}): ChartSpec {
  return curvesSpec({
    title: 'What is gained over leaving the noise alone',
    description: `Line chart of PSNR gain against the noise factor: ${curves.map(({ name }) => name).join(', ')}.`,
    width,
    x: { field: 'noise', title: 'Noise factor: standard deviation of the noise, pixels in [0, 1]' },
    y: { field: 'psnrGain', title: 'PSNR gain, dB', zero: true },
    curves,
    marks: [{ at: 'y', value: 0, text: 'nothing done', above: true }],
  });
}
