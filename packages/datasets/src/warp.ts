import type { ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { eachImage } from './corruptions.js';
import type { UnitImages } from './corruptions.js';

export interface Warping {
  /** Standard deviation of each entry of `A − I`: how far rotation, scale and shear go. */
  readonly linear: number;
  /** Standard deviation of each entry of b, in pixels. */
  readonly shift: number;
  /** Expected share of images that are moved; the others stay as they are. */
  readonly share: number;
}

/**
 * Images moved a little: what is at `A·p + b` comes to `p`, with p in pixels from the image's centre, and A and b drawn
 * for each image. Between pixels the values are interpolated linearly, beyond the edges they are black.
 *
 * Interpolation blurs, so a model that never meets an image unmoved learns a softer world than the test's.
 *
 * @param seed - image i is moved in the same way whatever else is in the batch
 * @throws RangeError if a deviation is negative, or the share is not in [0, 1]
 */
export function warp(images: ImageBatch, { linear, shift, share }: Warping, seed: number): UnitImages {
  if (!(linear >= 0 && shift >= 0 && share >= 0 && share <= 1))
    throw new RangeError(
      `warp: linear is ${linear}, shift ${shift} and share ${share}; deviations must be 0 or more, the share from 0 to 1`,
    );
  const [, height, width, channels] = images.shape;
  return eachImage(images, (pixels, i) => {
    const { uniform, normal } = random(seed, 'warp', i);
    if (uniform() >= share) return;
    const [xx, xy, yx, yy] = Array.from({ length: 4 }, () => linear * normal());
    const [right, down] = [shift * normal(), shift * normal()];
    const from = { pixels: pixels.slice(), height, width, channels };
    for (let y = 0, at = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const [u, v] = [x - (width - 1) / 2, y - (height - 1) / 2];
        const [column, row] = [x + xx * u + xy * v + right, y + yx * u + yy * v + down];
        for (let c = 0; c < channels; c++) pixels[at++] = bilinear(from, row, column, c);
      }
  });
}

interface Picture {
  readonly pixels: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function bilinear(from: Picture, row: number, column: number, channel: number): number {
  const [y, x] = [Math.floor(row), Math.floor(column)];
  const [below, right] = [row - y, column - x];
  const top = (1 - right) * valueAt(from, y, x, channel) + right * valueAt(from, y, x + 1, channel);
  const bottom =
    (1 - right) * valueAt(from, y + 1, x, channel) + right * valueAt(from, y + 1, x + 1, channel);
  return (1 - below) * top + below * bottom;
}

function valueAt({ pixels, height, width, channels }: Picture, y: number, x: number, c: number): number {
  return y >= 0 && y < height && x >= 0 && x < width ? pixels[(y * width + x) * channels + c] : 0;
}
