import { architectureDiagram } from '../../charts/architecture-diagram.js';
import { chartFigure } from '../chart-figure.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';

/** The layers of the model. */
export function architecture({ record: { model } }: ReportInput): Section | undefined {
  const { layers } = model;
  if (layers === undefined || layers.length === 0) return undefined;
  const body = chartFigure((options) => architectureDiagram(layers, options), 'layers');
  return { id: 'architecture', title: 'What the model is made of', body };
}
