import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpy, imagesFromNpy, selectImages, type ImageBatch } from '@aelab/images';

const file = (name: string) => readFileSync(join(import.meta.dirname, 'data', name));

/** A JSON file of `data/`. */
export function json<T>(name: string): T {
  return JSON.parse(file(`${name}.json`).toString()) as T;
}

/** A `.npy` file of `data/`, of bytes. */
export function images(name: string): ImageBatch {
  return imagesFromNpy(decodeNpy(file(`${name}.npy`)), [0, 255]);
}

/** So many images of a batch, from one on. */
export function part(batch: ImageBatch, from: number, n: number): ImageBatch {
  return selectImages(
    batch,
    Array.from({ length: n }, (_, i) => from + i),
  );
}

export const digits = Array.from('0123456789');
