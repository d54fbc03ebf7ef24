import type { ChartSpec } from '../svg/render-svg.js';
import type { ChartOptions } from './chart-options.js';
import { curvesSpec, type Curve } from './curves.js';

/**
 * Quality against bytes: models beside PCA and ordinary codecs. Up and left is better.
 *
 * Compare curves at equal rate or equal quality, never point with point; and only rates that count the same things:
 * header and, where it must be sent, the decoder.
 *
 * @param curves - x: bits per pixel from real bytes; y: PSNR in decibels
 */
export function rateDistortion(curves: readonly Curve[], { width }: ChartOptions = {}): ChartSpec {
  return curvesSpec({
    title: 'Quality at each size: up and left is better',
    description: `Line chart of PSNR against bits per pixel: ${curves.map(({ name }) => name).join(', ')}.`,
    width,
    x: { field: 'bitsPerPixel', title: 'Bits per pixel', log: true },
    y: { field: 'psnr', title: 'PSNR, dB' },
    curves,
  });
}
