import { rateDistortion } from '../../charts/rate-distortion.js';
import { bytesTable } from '../../tables/record-tables.js';
import { formatFigure } from '../../format-figure.js';
import { chartFigure } from '../chart-figure.js';
import { tableMarkup } from '../table-markup.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** The latents as a file: real bytes, header and decoder counted. */
export function bytes({ record, rates }: ReportInput): Section | undefined {
  if (!record.bytes) return undefined;
  const { compressionRatio, breakEvenImages } = record.bytes;
  const pays = Number.isFinite(Number(breakEvenImages))
    ? `With the decoder, which the receiver needs once, it pays from ${formatFigure(breakEvenImages)} images on.`
    : 'With the decoder, which the receiver needs once, it never pays.';
  const body = markup`<p>
      The latents of the test images as a file are ${formatFigure(compressionRatio)} times smaller than the
      raw images. ${pays}
    </p>
    ${tableMarkup(bytesTable(record.bytes))}
    ${rates && chartFigure((options) => rateDistortion(rates, options), 'rate-distortion')}`;
  return { id: 'bytes', title: 'What it costs in bytes', body };
}
