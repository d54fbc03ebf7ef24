import type { ImageBatch } from '@aelab/images';
import { signedColours } from './error-maps.js';

/**
 * Each latent as one picture: its channels side by side in a mosaic nearly square, or a flat latent's values wrapped
 * into rows. Each latent has its own colour scale: its greatest absolute value is full blue or orange.
 *
 * @param latents - n latents, one after the other
 * @param latentShape - `[height, width, channels]` or `[values]`
 * @returns RGB images; places of the mosaic without a channel are white
 * @throws RangeError if the latents do not fill whole images
 * @example
 * latentMosaics(new Float32Array(2 * 36), [3, 3, 4]).shape; // [2, 7, 7, 3]
 * latentMosaics(new Float32Array(10), [10]).shape; // [1, 3, 4, 3]
 */
export function latentMosaics(latents: ArrayLike<number>, latentShape: readonly number[]): ImageBatch {
  const [height, width, channels] = latentShape.length === 3 ? latentShape : [1, 1, latentShape[0]];
  const size = height * width * channels;
  const n = latents.length / size;
  if (!Number.isInteger(n))
    throw new RangeError(
      `latentMosaics: there are ${latents.length} values for latents of shape [${latentShape.join(',')}]; each needs ${size}`,
    );
  const gap = latentShape.length === 3 ? 1 : 0;
  const columns = Math.ceil(Math.sqrt(channels));
  const rows = Math.ceil(channels / columns);
  const shape = [n, rows * (height + gap) - gap, columns * (width + gap) - gap, 1] as const;
  const values = new Float64Array(shape[0] * shape[1] * shape[2]);
  for (let k = 0; k < latents.length; k++) {
    const [i, y, x, c] = [
      Math.floor(k / size),
      Math.floor((k % size) / (width * channels)),
      Math.floor(k / channels) % width,
      k % channels,
    ];
    const [top, left] = [Math.floor(c / columns) * (height + gap), (c % columns) * (width + gap)];
    values[(i * shape[1] + top + y) * shape[2] + left + x] = latents[k];
  }
  return signedColours(values, shape);
}
