import type { Curve } from '@aelab/viz';
import type { RatePoint } from '../rivals/rate-point.js';
import type { CodecBench } from './codec-bench.js';

type Measured = Pick<CodecBench, 'models' | 'rivals'>;

/** The points of each lossy codec and scope of a bench, under the name that tables and charts have for it. */
export function measuredCurves({ models, rivals }: Measured) {
  const lossy = [...models.map(({ point }) => point), ...rivals].filter(({ mse }) => mse > 0);
  const names = [...new Set(lossy.map(curveName))];
  return names.map((name) => ({ name, points: lossy.filter((point) => curveName(point) === name) }));
}

function curveName({ codec, scope }: RatePoint): string {
  return scope === 'image' ? `${codec}, each alone` : codec;
}

/** What was measured and what was published, as a chart draws it: bits per pixel, and PSNR in decibels. */
export function rateCurves(bench: Measured & Pick<CodecBench, 'published'>): Curve[] {
  return [...measuredCurves(bench), ...bench.published].map(({ name, points }) => ({
    name,
    rival: name !== 'autoencoder',
    points: [...points]
      .sort((a, b) => a.bitsPerPixel - b.bitsPerPixel)
      .map(({ bitsPerPixel, psnr }) => ({ x: bitsPerPixel, y: psnr })),
  }));
}
