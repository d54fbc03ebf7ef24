import { imageGrid } from '../charts/image-grid.js';
import { drawnFigure } from './chart-figure.js';
import type { Markup } from './markup.js';
import type { SampleRows } from './report.js';

/** What the model made of a few images as it learnt, early to late, under the originals. */
export function samplesFigure({ originals, rows }: SampleRows): Markup {
  const all = [
    { label: 'Original', images: originals },
    ...rows.map(({ epoch, images }) => ({ label: `Epoch ${epoch}`, images })),
  ];
  return drawnFigure({
    title: 'What the model made of images as it learnt',
    note: 'None of them is a test image.',
    draw: (width) =>
      imageGrid(all, {
        width,
        theme: 'css',
        description: 'Images and their reconstructions after some epochs.',
      }),
  });
}
