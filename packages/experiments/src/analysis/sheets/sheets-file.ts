import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { imageBatch, toUnitRange, type ImageBatch } from '@aelab/images';
import type { ImageSheet, Sheets } from '@aelab/viz';
import { runFiles, writeWhole } from '../../run/run-folder.js';

/** `sheets.json`: sheets by what they show, each row's pictures as 8-bit pixels in Base64. */
type SheetsFile = Partial<Record<keyof Sheets, StoredSheet>>;

interface StoredSheet {
  readonly columns?: readonly string[] | undefined;
  readonly rows: readonly {
    readonly label: string;
    readonly shape: ImageBatch['shape'];
    readonly pixels: string;
  }[];
}

/** The sheets of an analysed run; none where it was not. */
export async function readSheets(folder: string): Promise<Sheets> {
  const text = await readFile(join(folder, runFiles.sheets), 'utf8').catch(() => '{}');
  return mapSheets(JSON.parse(text) as SheetsFile, loaded);
}

/** Adds sheets to those that the folder has, or puts them in their place. */
export async function addSheets(folder: string, sheets: Sheets): Promise<void> {
  const all = { ...(await readSheets(folder)), ...sheets };
  await writeWhole(join(folder, runFiles.sheets), JSON.stringify(mapSheets(all, stored)));
}

function mapSheets<A, B>(
  sheets: Partial<Record<keyof Sheets, A>>,
  map: (sheet: A) => B,
): Partial<Record<keyof Sheets, B>> {
  return Object.fromEntries(Object.entries(sheets).map(([name, sheet]) => [name, map(sheet)]));
}

function stored({ columns, rows }: ImageSheet): StoredSheet {
  const pixels = (images: ImageBatch) =>
    Uint8Array.from(toUnitRange(images).data, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return {
    columns,
    rows: rows.map(({ label, images }) => ({
      label,
      shape: images.shape,
      pixels: Buffer.from(pixels(images)).toString('base64'),
    })),
  };
}

function loaded({ columns, rows }: StoredSheet): ImageSheet {
  return {
    columns,
    rows: rows.map(({ label, shape, pixels }) => ({
      label,
      images: imageBatch(new Uint8Array(Buffer.from(pixels, 'base64')), shape, [0, 255]),
    })),
  };
}
