import type { ImageBatch } from '@aelab/images';
import { imageSize, toUnitRange } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import type { Corruption } from '../training/train-autoencoder.js';

/**
 * Moves each image by up to `shift` pixels along both axes, what enters being black, and mirrors every second one, left
 * and right, by chance: what changes no class of CIFAR-10. Digits must not be mirrored.
 */
export function shiftAndFlip({
  shift,
  flip,
}: {
  readonly shift: number;
  readonly flip: boolean;
}): Corruption {
  return (images, seed) => {
    const { data, shape, range } = toUnitRange(images);
    const moved = new Float32Array(data.length);
    const { integer } = random(seed);
    for (let i = 0; i < shape[0]; i++) {
      const [down, right] = [integer(2 * shift + 1) - shift, integer(2 * shift + 1) - shift];
      moveImage(data, moved, { images, i, down, right, mirrored: integer(2) === 1 && flip });
    }
    return { data: moved, shape, range };
  };
}

interface Move {
  readonly images: ImageBatch;
  readonly i: number;
  readonly down: number;
  readonly right: number;
  readonly mirrored: boolean;
}

function moveImage(from: Float32Array, to: Float32Array, { images, i, down, right, mirrored }: Move): void {
  const [, height, width, channels] = images.shape;
  const start = i * imageSize(images);
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++)
    for (let x = Math.max(0, right); x < Math.min(width, width + right); x++) {
      const source = mirrored ? width - 1 - (x - right) : x - right;
      const at = start + ((y - down) * width + source) * channels;
      to.set(from.subarray(at, at + channels), start + (y * width + x) * channels);
    }
}
