import { selectImages } from '@aelab/images';
import { imageGrid, type ImageRow } from '@aelab/viz';
import { renderPng } from '@aelab/viz/png';
import { writeWhole } from '../run/run-folder.js';

/** Pictures that are drawn; figures count all of them. */
const mostPictures = 20;

/** Writes rows of pictures above each other, the first of them, as a PNG file. */
export async function drawPictures(
  file: string,
  rows: readonly ImageRow[],
  names: readonly string[],
): Promise<void> {
  const shown = Array.from(names.slice(0, mostPictures).keys());
  const first = rows.map(({ label, images }) => ({ label, images: selectImages(images, shown) }));
  await writeWhole(file, renderPng(imageGrid(first, { columns: names.slice(0, mostPictures), width: 1000 })));
}
