import { bdRate } from '@aelab/metrics';
import type { BjontegaardDelta, RateDistortionCurve } from '@aelab/metrics';
import { UsageError } from '../usage-error.js';
import type { RatePoint } from './rate-point.js';

/** What a curve needs of a point. */
export type QualityPoint = Pick<RatePoint, 'bitsPerPixel' | 'psnr'>;

/** The points of one codec as a curve of PSNR over bits per pixel. */
export function rateCurve(points: readonly QualityPoint[]): RateDistortionCurve {
  const rising = [...points].sort((a, b) => a.bitsPerPixel - b.bitsPerPixel);
  return { rates: rising.map((p) => p.bitsPerPixel), qualities: rising.map((p) => p.psnr) };
}

/**
 * The BD-rate of `test` against `anchor`, in percent: negative means fewer bytes at the same PSNR.
 *
 * @throws RangeError if there are fewer than two points of either
 */
export function bdRateOf(anchor: readonly QualityPoint[], test: readonly QualityPoint[]): BjontegaardDelta {
  return bdRate(rateCurve(anchor), rateCurve(test), 'pchip');
}

/** A codec's curve in the form of CompressAI's result files. */
export interface PublishedCurve {
  readonly name: string;
  readonly description: string;
  readonly results: Readonly<Record<string, readonly number[]>>;
}

/**
 * The points of one codec in the form of CompressAI's result files: `bpp`, `psnr-rgb` and `mse`, rates rising.
 *
 * As there, `mse` is of pixels in [0, 255].
 */
export function curveToJson(description: string, points: readonly RatePoint[]): PublishedCurve {
  const { rates, qualities } = rateCurve(points);
  const mse = qualities.map((psnr) => 255 ** 2 * 10 ** (-psnr / 10));
  return {
    name: points.at(0)?.codec ?? '',
    description,
    results: { bpp: rates, 'psnr-rgb': qualities, mse },
  };
}

/**
 * The curve in a result file of CompressAI, or of {@link curveToJson}: published curves beside one's own.
 *
 * @throws UsageError if it has no `bpp` and `psnr` or `psnr-rgb` of one length
 */
export function curveFromJson(json: unknown): RateDistortionCurve & { readonly name: string } {
  const { name, results } = Object(json) as Partial<PublishedCurve>;
  const numbers = (key: string) => (Object(results) as Record<string, unknown>)[key];
  const rates = numbers('bpp');
  const qualities = numbers('psnr-rgb') ?? numbers('psnr');
  if (!isNumbers(rates) || !isNumbers(qualities) || rates.length !== qualities.length)
    throw new UsageError(
      `curve ${String(name)}: it has results ${Object.keys(Object(results) as object).join(', ') || 'none'}; it must have bpp and psnr-rgb (or psnr), as many of each`,
    );
  return { name: String(name), rates, qualities };
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => Number.isFinite(item));
}
