import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { sheetFigure } from '../sheet-figure.js';

/** What the decoder draws between and beyond the latents of test images. */
export function walks({ sheets }: ReportInput): Section | undefined {
  const { traversal, interpolation } = sheets ?? {};
  if (!traversal && !interpolation) return undefined;
  const body = markup`${traversal && sheetFigure('What each unit of the latent draws', alongUnits, traversal)}
    ${interpolation && sheetFigure('On the straight way from one latent to another', betweenImages, interpolation)}`;
  return { id: 'walks', title: 'What lies between the images', body };
}

const alongUnits =
  'From left to right one unit moves from its 1st to its 99th percentile over test images; the others stay as in the first of these. The units that change the picture most; a plain autoencoder has no reason to give each a meaning of its own.';
const betweenImages =
  'Two test images and what is decoded between them. Pictures that belong to neither class show gaps between the classes.';
