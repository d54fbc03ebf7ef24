import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { recordJson } from '@aelab/viz';
import { writeWhole } from '../run/run-folder.js';
import type { EvaluatedPair } from './evaluate-pair.js';

/** Writes `evaluation.json`, and `per-image.csv` with a row for each image, into a folder. */
export async function writeEvaluation({ record, perImage }: EvaluatedPair, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(join(folder, 'per-image.csv'), perImageCsv(perImage));
  await writeWhole(join(folder, 'evaluation.json'), recordJson(record));
}

function perImageCsv(perImage: EvaluatedPair['perImage']): string {
  const columns = Object.values(perImage);
  const rows = Array.from({ length: columns[0]?.length ?? 0 }, (_, i) => [
    i,
    ...columns.map((column) => column[i]),
  ]);
  return [['image', ...Object.keys(perImage)], ...rows].map((row) => `${row.join(',')}\n`).join('');
}
