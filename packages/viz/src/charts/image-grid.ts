import { imageSize, type ImageBatch } from '@aelab/images';
import { pngDataUri, type Raster } from '../image/encode-png.js';
import { arialWidth } from '../svg/arial-width.js';
import { fontFamily } from '../svg/chart-config.js';
import { escapeText } from '../svg/escape.js';
import { colours, recolour, type Theme } from '../svg/palette.js';
import { fitText, wrapText } from '../svg/wrap-text.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/** One row of pictures: originals, reconstructions, latents, error maps. */
export interface ImageRow {
  readonly label: string;
  /** Grey (1 channel), RGB (3) or RGBA (4); values outside the range are drawn as its ends. */
  readonly images: ImageBatch;
}

export interface ImageGridOptions extends ChartOptions {
  /** Its heading; without, one that stands beside it is supposed. */
  readonly title?: string;
  /** A name for each column, such as the class of its images. */
  readonly columns?: readonly string[] | undefined;
  /** What the grid shows, for those who cannot see it. */
  readonly description?: string;
  readonly theme?: Theme;
}

const gap = 4;
const line = 18;
/** Of a picture, where that spares a second band. */
const smallest = 36;
/** Share of the width that row labels may take; longer ones are shortened. */
const mostLabel = 0.4;

/**
 * Rows of pictures above each other, column by column the same image: originals over reconstructions. Columns that do
 * not fit beside each other go into a further band.
 *
 * Pixels are drawn as squares, never smoothed, since smoothing hides what a reconstruction lost.
 *
 * @param rows - as many images in each
 * @returns an SVG image that holds its pictures as PNG
 * @throws RangeError if rows differ in their number of images, or images have neither 1, 3 nor 4 channels
 */
export function imageGrid(rows: readonly ImageRow[], options: ImageGridOptions = {}): string {
  const n = assertGrid(rows, options.columns);
  const layout = gridLayout(rows, n, options);
  const cells = Array.from({ length: n }, (_, i) => column(rows, i, layout, options.columns?.[i]));
  const labels = Array.from({ length: layout.bands }, (_, band) => rowLabels(rows, band, layout)).flat();
  const { width } = layout;
  const lines = options.title === undefined ? [] : wrapText(options.title, width, titleSize, 'bold');
  const top = lines.length > 0 ? lines.length * titleLine + 8 : 0;
  const height = top + layout.height;
  const label = [options.title, options.description ?? describe(rows, n)].filter(Boolean).join('. ');
  const head = `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${escapeText(label)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}" font-size="12" image-rendering="pixelated">`;
  const grid = [...labels, ...cells].join('');
  const drawing =
    top > 0 ? `${lines.map(titleText).join('')}<g transform="translate(0,${top})">${grid}</g>` : grid;
  return recolour(`${head}${drawing}</svg>`, options.theme ?? 'light');
}

const [titleSize, titleLine] = [15, 19];

function titleText(line: string, i: number): string {
  return `<text x="0" y="${titleSize + i * titleLine}" font-size="${titleSize}" font-weight="bold" fill="${colours.ink}">${escapeText(line)}</text>`;
}

function assertGrid(rows: readonly ImageRow[], columns?: readonly string[]): number {
  const n = rows.length > 0 ? rows[0].images.shape[0] : 0;
  for (const { label, images } of rows) {
    if (images.shape[0] !== n)
      throw new RangeError(
        `imageGrid: row "${label}" has ${images.shape[0]} images and the first ${n}; give all as many`,
      );
    if (![1, 3, 4].includes(images.shape[3]))
      throw new RangeError(
        `imageGrid: row "${label}" has ${images.shape[3]} channels; it must have 1, 3 or 4`,
      );
  }
  if (columns && columns.length !== n)
    throw new RangeError(
      `imageGrid: there are ${columns.length} column names for ${n} images; give one for each`,
    );
  return n;
}

interface Layout {
  readonly width: number;
  readonly height: number;
  /** Where pictures begin, right of the row labels. */
  readonly left: number;
  readonly cell: number;
  readonly perBand: number;
  readonly bands: number;
  /** Room for the column names above each band. */
  readonly top: number;
  /** Where each row begins in its band. */
  readonly rowTops: readonly number[];
  readonly rowHeights: readonly number[];
  readonly bandHeight: number;
}

function gridLayout(
  rows: readonly ImageRow[],
  n: number,
  { width = defaultWidth, columns }: ImageGridOptions,
): Layout {
  const widestLabel = Math.ceil(Math.max(0, ...rows.map(({ label }) => arialWidth(label, 12))));
  const left = Math.min(widestLabel, Math.floor(width * mostLabel)) + 10;
  const widest = Math.max(0, ...(columns ?? []).map((name) => arialWidth(name, 12)));
  const fitting = (side: number) => Math.floor((width - left + gap) / (side + gap));
  const small = n <= fitting(smallest) ? smallest : 44;
  const least = Math.min(96, Math.max(small, Math.ceil(widest) + 2));
  const perBand = Math.max(1, Math.min(n, fitting(least)));
  const bands = Math.ceil(n / perBand);
  const cell = Math.min(96, Math.floor((width - left + gap) / perBand) - gap);
  const rowHeights = rows.map(({ images }) =>
    Math.round((cell * images.shape[1]) / Math.max(images.shape[2], 1)),
  );
  const top = columns ? line : 0;
  const rowTops = rowHeights.map(
    (_, r) => top + rowHeights.slice(0, r).reduce((sum, height) => sum + height + gap, 0),
  );
  const bandHeight = top + rowHeights.reduce((sum, height) => sum + height + gap, 0) + line / 2;
  const height = Math.max(line, bands * bandHeight - gap - line / 2);
  return { width, height, left, cell, perBand, bands, top, rowTops, rowHeights, bandHeight };
}

function rowLabels(rows: readonly ImageRow[], band: number, layout: Layout): string[] {
  return rows.map(({ label }, r) => {
    const y = band * layout.bandHeight + layout.rowTops[r] + layout.rowHeights[r] / 2;
    return `<text x="${layout.left - 10}" y="${y}" dy="0.35em" text-anchor="end" fill="${colours.muted}">${escapeText(fitText(label, layout.left - 10, 12))}</text>`;
  });
}

/** The i-th image of every row, under its name. */
function column(rows: readonly ImageRow[], i: number, layout: Layout, name?: string): string {
  const x = layout.left + (i % layout.perBand) * (layout.cell + gap);
  const y = Math.floor(i / layout.perBand) * layout.bandHeight;
  const pictures = rows.map(
    ({ label, images }, r) =>
      `<image x="${x}" y="${y + layout.rowTops[r]}" width="${layout.cell}" height="${layout.rowHeights[r]}" role="img" aria-label="${escapeText(`${label} ${name ?? i + 1}`)}" href="${pngDataUri(raster(images, i))}"/>`,
  );
  if (name === undefined) return pictures.join('');
  const text = escapeText(fitText(name, layout.cell, 12));
  return `<text x="${x + layout.cell / 2}" y="${y + 12}" text-anchor="middle" fill="${colours.ink}">${text}</text>${pictures.join('')}`;
}

function raster(images: ImageBatch, i: number): Raster {
  const [, height, width, channels] = images.shape;
  const [lo, hi] = images.range;
  const size = imageSize(images);
  const pixels = new Uint8Array(size);
  for (let k = 0; k < size; k++) {
    const share = (images.data[i * size + k] - lo) / (hi - lo);
    pixels[k] = Math.round(255 * Math.min(1, Math.max(0, share)));
  }
  return { pixels, width, height, channels: channels as Raster['channels'] };
}

function describe(rows: readonly ImageRow[], n: number): string {
  return `Grid of ${n} columns of pictures; rows: ${rows.map(({ label }) => label).join(', ')}.`;
}
