import { latentHistogram } from '../../charts/latent-histogram.js';
import { formatFigure } from '../../format-figure.js';
import type { LatentsBlock } from '../../record.js';
import { latentsTable, unitTable } from '../../tables/record-tables.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { tableMarkup } from '../table-markup.js';

/** What the bottleneck is used for; of a latent that has only one value, a histogram for each class. */
export function latents({ record, latents }: ReportInput): Section | undefined {
  const block = record.latents;
  if (!block && !latents) return undefined;
  const body = markup`${block && measured(block)}
    ${latents && chartFigure((options) => latentHistogram(latents.values, latents.labels, latents.classNames, options), 'latents')}`;
  return { id: 'latents', title: 'What the latent holds', body };
}

function measured(block: LatentsBlock) {
  const { unit } = block;
  return markup`${tableMarkup(latentsTable(block))}
    ${
      unit &&
      markup`<p>
          ${formatFigure(unit.etaSquared)} of the variance of the latent value lies between the classes (η²). It has
          neither sign nor scale of its own: only order and overlap can be compared between runs.
        </p>
        ${tableMarkup(unitTable(unit))}`
    }`;
}
