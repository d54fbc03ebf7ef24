import { bytesTable } from '../../tables/record-tables.js';
import { formatFigure } from '../../format-figure.js';
import { htmlTable } from '../html-table.js';
import { html } from '../html.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** The latents as a file: real bytes, header and decoder counted. */
export function bytes({ record }: ReportInput): Section | undefined {
  if (!record.bytes) return undefined;
  const { compressionRatio, breakEvenImages } = record.bytes;
  const pays = Number.isFinite(Number(breakEvenImages))
    ? `With the decoder, which the receiver needs once, it pays from ${formatFigure(breakEvenImages)} images on.`
    : 'With the decoder, which the receiver needs once, it never pays.';
  const body = html`<p>
      The latents of the test images as a file are ${formatFigure(compressionRatio)} times smaller than the
      raw images. ${pays}
    </p>
    ${htmlTable(bytesTable(record.bytes))}`;
  return { id: 'bytes', title: 'What it costs in bytes', body };
}
