import { lossCurves } from '../../charts/loss-curves.js';
import type { TrainingBlock } from '../../record.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import type { ReportInput } from '../report.js';
import { samplesFigure } from '../samples-figure.js';
import { configText, duration, plural } from '../phrases.js';

/** How the loss fell, and why training ended. */
export function training({ record, samples }: ReportInput): Section | undefined {
  const { training, config } = record;
  if (training.loss.length === 0) return undefined;
  const loss = configText(config, 'training', 'loss');
  const curves = [
    { name: 'training', losses: training.loss },
    ...(training.validationLoss.length > 0 ? [{ name: 'validation', losses: training.validationLoss }] : []),
  ];
  const body = markup`<p>${ending(training)}</p>
    ${chartFigure((options) => lossCurves(curves, { ...options, loss }), 'loss')}
    ${samples && samplesFigure(samples)}`;
  return { id: 'training', title: 'How training went', body };
}

function ending({ stopped, epochs, cause, bestEpoch, seconds }: TrainingBlock): string {
  const time = `${plural(epochs, 'epoch')} in ${duration(Number(seconds))}`;
  const kept = bestEpoch === undefined ? '' : ` The weights of epoch ${bestEpoch} were kept.`;
  const reasons = {
    epochs: `Training ran for all its epochs: ${time}.`,
    target: `Training stopped when it reached the loss asked for: ${time}.`,
    patience: `Training stopped when the validation loss no longer fell: ${time}.`,
    aborted: `Training was interrupted: ${time}.`,
    diverged: `Training diverged after ${time}${cause === undefined ? '' : `: ${cause}`}.`,
  } as const;
  return reasons[stopped] + kept;
}
