import type { ImageBatch } from '@aelab/images';
import { toUnitRange } from '@aelab/images';
import { bitsPerPixel, psnrOfMeanMse } from '@aelab/metrics';

/** One codec at one setting, measured in real bytes. */
export interface RatePoint {
  readonly codec: string;
  readonly setting: string;
  /** `image`: each image is a file of its own; `batch`: all are one file, and share its header. */
  readonly scope: 'image' | 'batch';
  /** All bytes, headers included, over the number of images. */
  readonly bytesPerImage: number;
  readonly bitsPerPixel: number;
  /** Of pixels in [0, 1]. */
  readonly mse: number;
  /** Of the mean MSE, in decibels; `Infinity` if lossless. */
  readonly psnr: number;
}

/**
 * The point of a codec that made `bytes` of the originals and gave `reconstructions` back.
 *
 * @param reconstructions - of the originals' shape, in whatever range
 */
export function ratePoint(
  named: Pick<RatePoint, 'codec' | 'setting' | 'scope'>,
  originals: ImageBatch,
  reconstructions: ImageBatch,
  bytes: number,
): RatePoint {
  const psnr = psnrOfMeanMse(toUnitRange(originals), toUnitRange(reconstructions));
  return {
    ...named,
    bytesPerImage: bytes / originals.shape[0],
    bitsPerPixel: bitsPerPixel(bytes, originals.shape),
    mse: 10 ** (-psnr / 10),
    psnr,
  };
}
