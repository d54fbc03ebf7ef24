import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeNpy, imageBatch, imagesFromNpy, type ImageBatch } from '@aelab/images';
import type { Figure, FigureInterval, ImageSheet, Sheets } from '@aelab/viz';

const file = (name: string) => readFileSync(join(import.meta.dirname, 'data', name));

/** A JSON file of `data/`. */
export function json<T>(name: string): T {
  return JSON.parse(file(`${name}.json`).toString()) as T;
}

/** A `.npy` file of `data/`, of bytes. */
export function images(name: string): ImageBatch {
  return imagesFromNpy(decodeNpy(file(`${name}.npy`)), [0, 255]);
}

type Stored = Record<
  keyof Sheets,
  { columns?: string[]; rows: { label: string; shape: ImageBatch['shape']; pixels: string }[] }
>;

/** Pictures that `aelab analyze` left in a run's `sheets.json`. */
export function sheet(name: keyof Sheets): ImageSheet {
  const { columns, rows } = json<Stored>('sheets')[name];
  return {
    columns,
    rows: rows.map(({ label, shape, pixels }) => ({
      label,
      images: imageBatch(new Uint8Array(Buffer.from(pixels, 'base64')), shape, [0, 255]),
    })),
  };
}

/** Six finished runs of `examples/models`. */
export interface Run {
  readonly name: string;
  readonly loss: string;
  readonly losses: Figure[];
  readonly mse: number;
  readonly mseInterval: FigureInterval;
  readonly pca: number;
  readonly perClass: { label: string; mse: number }[];
}

/** Runs of the bottleneck poster that differ in the size of their latent, three seeds each. */
export interface Bottlenecks {
  readonly knee: number;
  readonly sizes: {
    readonly size: number;
    readonly mse: number;
    readonly pca: number;
    readonly seeds: number[];
    readonly judge: { accuracyRatio: number; accuracyRatioInterval: FigureInterval }[];
  }[];
}

export const digits = Array.from('0123456789');
