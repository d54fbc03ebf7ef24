import { selectImages, type ImageBatch } from '@aelab/images';
import { imageGrid } from '../../charts/image-grid.js';
import { errorMaps } from '../../image/error-maps.js';
import { latentMosaics } from '../../image/latent-mosaics.js';
import { drawnFigure } from '../chart-figure.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** As many as a reader looks at, and a page of 2 MB holds. */
const mostPictures = 40;

/** Originals over their latents, if given, their reconstructions and their errors. */
export function pictures({ pictures, record }: ReportInput): Section | undefined {
  if (!pictures || pictures.originals.shape[0] === 0) return undefined;
  const { originals, reconstructions, labels, latents } = pictures;
  const first = (images: ImageBatch) =>
    selectImages(
      images,
      Array.from({ length: Math.min(images.shape[0], mostPictures) }, (_, i) => i),
    );
  const rows = [
    { label: 'Original', images: first(originals) },
    ...(latents
      ? [{ label: 'Latent', images: first(latentMosaics(latents, record.model.latentShape)) }]
      : []),
    { label: 'Reconstruction', images: first(reconstructions) },
    { label: 'Error', images: first(errorMaps(originals, reconstructions)) },
  ];
  const columns = labels?.slice(0, mostPictures);
  const description = `Test images with their reconstructions below them${columns ? `: ${columns.join(', ')}` : ''}.`;
  const draw = (width: number) => imageGrid(rows, { width, theme: 'css', columns, description });
  const title = 'Test images over what the model makes of them';
  const note = `Errors are blue where the reconstruction is too dark and orange where it is too bright; full colour is half the range.${latents ? ' A latent has a square for each value or a picture for each channel, blue below zero and orange above, on a scale of its own.' : ''}`;
  return { id: 'pictures', title: 'What it looks like', body: drawnFigure({ title, note, draw }) };
}
