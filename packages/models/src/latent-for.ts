import type { ImageShape } from './autoencoder.js';
import { sizeOf } from './layer-stack.js';

export interface LatentTarget {
  readonly imageShape: ImageShape;
  /** `100 · (1 − latent values / image values)`; below 0 the latent is larger than the image. */
  readonly compressionPercent: number;
  /** Pixels per place of a spatial latent, along each side; a flat latent where absent. */
  readonly spatialStride?: number;
}

export interface LatentSize {
  /** `[latentDim]`, or `[height, width, channels]` of a spatial latent. */
  readonly latentShape: readonly number[];
  /** What the whole number of values comes to. */
  readonly compressionPercent: number;
  /** Values of an image / values of its latent. */
  readonly dimensionReduction: number;
  /** Whether the latent has at least as many values as the image. */
  readonly expanding: boolean;
}

/**
 * The latent that compresses images by a stated percentage of their values, rounded to the nearest whole number of
 * values (of channels, where the latent is spatial): 99 % of 784 leaves 7.84 values, so 8.
 *
 * It counts values, not bytes: float32 latents of 8-bit pixels take four times the share that it states.
 *
 * @throws RangeError if less than half a value, or half a channel, would be left, or the stride does not divide the image
 * @example
 * latentFor({ imageShape: [28, 28, 1], compressionPercent: 95 }).latentShape; // [39]
 * latentFor({ imageShape: [32, 32, 3], compressionPercent: 83, spatialStride: 8 }).latentShape; // [4, 4, 33]
 */
export function latentFor({ imageShape, compressionPercent, spatialStride }: LatentTarget): LatentSize {
  const values = sizeOf(imageShape) * (1 - compressionPercent / 100);
  const places = spatialStride === undefined ? [] : placesOf(imageShape, spatialStride);
  const size = Math.round(values / sizeOf(places));
  if (!(size >= 1 && Number.isFinite(size)))
    throw new RangeError(
      `latentFor: compressionPercent is ${compressionPercent}, which leaves ${values.toFixed(2)} of ${sizeOf(imageShape)} values; it must leave at least ${sizeOf(places)} (at most ${percent(sizeOf(places), imageShape).toFixed(2)} %)`,
    );
  const latentShape = [...places, size];
  return {
    latentShape,
    compressionPercent: percent(sizeOf(latentShape), imageShape),
    dimensionReduction: sizeOf(imageShape) / sizeOf(latentShape),
    expanding: sizeOf(latentShape) >= sizeOf(imageShape),
  };
}

function placesOf([height, width, channels]: ImageShape, stride: number): number[] {
  if (!Number.isInteger(stride) || stride < 1 || height % stride !== 0 || width % stride !== 0)
    throw new RangeError(
      `latentFor: spatialStride is ${stride} and imageShape [${height},${width},${channels}]; height and width must be divisible by the stride`,
    );
  return [height / stride, width / stride];
}

function percent(values: number, imageShape: ImageShape): number {
  return 100 * (1 - values / sizeOf(imageShape));
}
