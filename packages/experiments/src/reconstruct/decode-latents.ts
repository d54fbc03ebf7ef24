import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decodeNpy, encodeNpy, type ImageBatch } from '@aelab/images';
import type { Latents } from '@aelab/models';
import { newFolder } from '../new-folder.js';
import { UsageError } from '../usage-error.js';
import { drawPictures } from './draw-pictures.js';
import { openDecoder } from './open-decoder.js';

/**
 * Decodes the latents of a `.npy` file by a decoder alone (see {@link openDecoder}) into a new folder: pictures, and all
 * images as `reconstructions.npy`.
 *
 * @throws UsageError if the file holds no latents for this decoder, or the new folder exists
 */
export async function decodeLatents(source: string, file: string, out: string): Promise<ImageBatch> {
  const latents = await readLatents(file);
  const decoder = await openDecoder(source);
  return newFolder(out, 'out', async (draft) => {
    const images = await decoder(latents).catch((error: unknown) => {
      throw new UsageError(`reconstruct: ${file} does not fit the decoder (${(error as Error).message})`);
    });
    const names = Array.from({ length: images.shape[0] }, (_, i) => String(i));
    await drawPictures(join(draft, 'pictures.png'), [{ label: 'reconstruction', images }], names);
    await writeFile(join(draft, 'reconstructions.npy'), encodeNpy(images));
    return images;
  });
}

async function readLatents(file: string): Promise<Latents> {
  try {
    const { data, shape } = decodeNpy(await readFile(file));
    return { data: Float32Array.from(data as ArrayLike<number>), shape };
  } catch (error) {
    throw new UsageError(`reconstruct: ${file} cannot be read (${(error as Error).message})`);
  }
}
