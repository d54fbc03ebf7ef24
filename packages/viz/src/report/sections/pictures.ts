import { selectImages, type ImageBatch } from '@aelab/images';
import { imageGrid } from '../../charts/image-grid.js';
import { drawnFigure } from '../chart-figure.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** As many as a reader looks at, and a page of 2 MB holds. */
const mostPictures = 40;

/** Originals over their reconstructions. */
export function pictures({ pictures }: ReportInput): Section | undefined {
  if (!pictures || pictures.originals.shape[0] === 0) return undefined;
  const { originals, reconstructions, labels } = pictures;
  const first = (images: ImageBatch) =>
    selectImages(
      images,
      Array.from({ length: Math.min(images.shape[0], mostPictures) }, (_, i) => i),
    );
  const rows = [
    { label: 'Original', images: first(originals) },
    { label: 'Reconstruction', images: first(reconstructions) },
  ];
  const columns = labels?.slice(0, mostPictures);
  const draw = (width: number) =>
    imageGrid(rows, {
      width,
      theme: 'css',
      ...(columns && { columns }),
      description: `Test images with their reconstructions below them${columns ? `: ${columns.join(', ')}` : ''}.`,
    });
  const title = 'Test images over what the model makes of them';
  return { id: 'pictures', title: 'What it looks like', body: drawnFigure({ title, draw }) };
}
