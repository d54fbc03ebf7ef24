import { latentHistogram } from '../../charts/latent-histogram.js';
import { chartFigure } from '../chart-figure.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** The values of a latent that has only one. */
export function latents({ latents }: ReportInput): Section | undefined {
  if (!latents) return undefined;
  const { values, labels, classNames } = latents;
  const body = chartFigure((options) => latentHistogram(values, labels, classNames, options), 'latents');
  return { id: 'latents', title: 'What the latent holds', body };
}
