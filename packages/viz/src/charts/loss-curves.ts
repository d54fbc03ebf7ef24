import { formatFigure } from '../format-figure.js';
import type { Figure } from '../record.js';
import type { ChartSpec } from '../svg/render-svg.js';
import type { ChartOptions } from './chart-options.js';
import { curvesSpec } from './curves.js';

/** The losses of the epochs of one training, by name: `{ name: 'training', losses: record.training.loss }`. */
export interface LossCurve {
  readonly name: string;
  readonly losses: readonly Figure[];
}

export interface LossCurvesOptions extends ChartOptions {
  /** The name of the loss, for the axis: `mse`. */
  readonly loss?: string | undefined;
}

/**
 * Losses of each epoch over each other: training and validation of one run, or several runs.
 *
 * Training loss is a mean over the epoch's steps, while the weights still changed; validation loss is that of the
 * epoch's last weights. In early epochs the second therefore lies below the first, which is not a sign of leakage.
 */
export function lossCurves(curves: readonly LossCurve[], { width, loss }: LossCurvesOptions = {}): ChartSpec {
  const losses = curves.flatMap((curve) => curve.losses.map(Number)).filter(Number.isFinite);
  const least = Math.min(...losses);
  return curvesSpec({
    title: title(curves),
    description: `Line chart of the loss against the epoch: ${curves.map(({ name }) => name).join(', ')}.`,
    width,
    x: { field: 'epoch', title: 'Epoch', whole: true },
    y: {
      field: 'loss',
      title: loss === undefined ? 'Loss' : `Loss (${loss})`,
      log: least > 0 && Math.max(...losses) > 20 * least,
    },
    curves: curves.map(({ name, losses }) => ({ name, points: losses.map((y, i) => ({ x: i + 1, y })) })),
  });
}

function title(curves: readonly LossCurve[]): string {
  if (curves.every(({ losses }) => losses.length === 0)) return 'No epoch was trained';
  if (curves.length > 2) return `Loss of ${curves.length} trainings by epoch`;
  const { losses } = curves[0];
  if (losses.length === 1) return `Loss after one epoch: ${formatFigure(losses[0])}`;
  return `Loss went from ${formatFigure(losses[0])} to ${formatFigure(losses[losses.length - 1])} in ${losses.length} epochs`;
}
