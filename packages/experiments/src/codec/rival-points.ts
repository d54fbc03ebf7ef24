import { imageSize, selectImages, type ImageBatch } from '@aelab/images';
import { fitPca } from '@aelab/metrics/pca';
import { compressorPoint } from '../rivals/byte-compressor.js';
import { imageFormatPoint, isLossless, type ImageFormat } from '../rivals/image-format.js';
import { pcaCodecPoint, type PcaCodecSettings } from '../rivals/pca-codec.js';
import type { RatePoint } from '../rivals/rate-point.js';
import { evenlyChosen } from './coded-run.js';

/** The rivals of an autoencoder, each lossy one at several settings. */
export const rivalNames = [
  ...(['pca', 'pca-rdo'] as const),
  ...(['jpeg', 'webp', 'avif', 'jxl', 'png', 'webp-lossless', 'jxl-lossless'] as const),
  ...(['gzip', 'brotli', 'xz'] as const),
] as const;
export type RivalName = (typeof rivalNames)[number];

/** Training images that PCA's tables are fitted on. */
const TABLE_IMAGES = 10_000;
const MOST_COMPONENTS = 256;
/** PCA's steps, in deviations of a pixel. */
const PCA_STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 12, 16];
const QUALITIES = [5, 20, 40, 60, 80];
/** Images of which each is made a file of its own; more would tell the same more slowly. */
const MOST_ALONE = 1000;

export interface RivalPoints {
  readonly points: readonly RatePoint[];
  /** Why a rival could not be measured here. */
  readonly skipped: Readonly<Record<string, string>>;
}

/**
 * What rivals make of the test images, as one batch and, for the first 1,000, each alone. PCA learns from the training
 * images.
 *
 * @param onRival - called before each
 */
export async function rivalPoints(
  names: readonly RivalName[],
  train: ImageBatch,
  test: ImageBatch,
  onRival: (name: RivalName) => void,
): Promise<RivalPoints> {
  const points: RatePoint[] = [];
  const skipped: Record<string, string> = {};
  for (const name of names) {
    onRival(name);
    try {
      points.push(...(await pointsOf(name, train, test)));
    } catch (error) {
      skipped[name] = (error as Error).message;
    }
  }
  return { points, skipped };
}

async function pointsOf(name: RivalName, train: ImageBatch, test: ImageBatch): Promise<RatePoint[]> {
  switch (name) {
    case 'pca':
      return pcaPoints(train, test, 'nearest');
    case 'pca-rdo':
      return pcaPoints(train, test, 'rateDistortion');
    case 'xz':
      return [compressorPoint(test, name, 'batch')];
    case 'gzip':
    case 'brotli':
      return (['image', 'batch'] as const).map((scope) => compressorPoint(inScope(test, scope), name, scope));
    default:
      return formatPoints(name, test);
  }
}

function pcaPoints(train: ImageBatch, test: ImageBatch, levels: PcaCodecSettings['levels']): RatePoint[] {
  const components = Math.min(MOST_COMPONENTS, imageSize(train), train.shape[0] - 1);
  const basis = fitPca(train, { components });
  const training = evenlyChosen(train, TABLE_IMAGES);
  const deviation = pixelDeviation(training);
  return PCA_STEPS.map(
    (step) => pcaCodecPoint(test, { basis, training, step: step * deviation, levels }).point,
  );
}

/** Of pixels in [0, 1], over all images and places. */
function pixelDeviation({ data, range: [lo, hi] }: ImageBatch): number {
  let [sum, squares] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const pixel = (data[i] - lo) / (hi - lo);
    sum += pixel;
    squares += pixel ** 2;
  }
  return Math.sqrt(squares / data.length - (sum / data.length) ** 2);
}

async function formatPoints(format: ImageFormat, test: ImageBatch): Promise<RatePoint[]> {
  const points: RatePoint[] = [];
  for (const scope of ['image', 'batch'] as const)
    for (const quality of isLossless(format) ? [100] : QUALITIES)
      points.push(await imageFormatPoint(inScope(test, scope), format, scope, quality));
  return points;
}

function inScope(test: ImageBatch, scope: RatePoint['scope']): ImageBatch {
  const n = Math.min(test.shape[0], MOST_ALONE);
  return scope === 'batch'
    ? test
    : selectImages(
        test,
        Array.from({ length: n }, (_, i) => i),
      );
}
