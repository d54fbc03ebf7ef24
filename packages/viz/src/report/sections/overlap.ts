import { embeddingScatter } from '../../charts/embedding-scatter.js';
import { formatFigure } from '../../format-figure.js';
import { overlapTable } from '../../tables/record-tables.js';
import { tableMarkup } from '../table-markup.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import { percent } from '../phrases.js';
import type { ReportInput } from '../report.js';

/** How far originals and reconstructions mix in a joint embedding. */
export function overlap({ record, embedding }: ReportInput): Section | undefined {
  if (!record.overlap) return undefined;
  const { n, overlap, pairFidelity, p, engine, perClass } = record.overlap;
  const scores =
    perClass.length === embedding?.classNames.length ? { overlap: perClass.map((c) => c.overlap) } : {};
  const body = markup`<p>
      ${formatFigure(n)} originals and their reconstructions were embedded together by t-SNE (${engine}).
      Their overlap is ${formatFigure(overlap)}, where 1 is indistinguishable and 0 apart;
      ${percent(Number(pairFidelity))} of the reconstructions lie among the nearest neighbours of their own
      original. Separation against the permutation null: p = ${formatFigure(p)}.
    </p>
    ${embedding && chartFigure((options) => embeddingScatter({ ...embedding, ...scores }, options), 'embedding')}
    ${perClass.length > 0 ? tableMarkup(overlapTable(record.overlap)) : undefined}`;
  return { id: 'overlap', title: 'Whether reconstructions pass for originals', body };
}
