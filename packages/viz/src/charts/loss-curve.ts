import { formatFigure } from '../format-figure.js';
import type { TrainingBlock } from '../record.js';
import { colours } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

export interface LossCurveOptions extends ChartOptions {
  /** The name of the loss, for the axis: `mse`. */
  readonly loss?: string;
}

/**
 * Training and validation loss of each epoch. An epoch whose loss is not finite leaves a gap.
 *
 * Training loss is a mean over the epoch's steps, while the weights still changed; validation loss is that of the
 * epoch's last weights. In early epochs the second therefore lies below the first, which is not a sign of leakage.
 */
export function lossCurve(
  training: Pick<TrainingBlock, 'loss' | 'validationLoss'>,
  { width = defaultWidth, loss = 'loss' }: LossCurveOptions = {},
): ChartSpec {
  const points = [...curve('training', training.loss), ...curve('validation', training.validationLoss)];
  const both = training.validationLoss.length > 0;
  return {
    title: title(training.loss),
    description: `Line chart of the ${loss} loss ${both ? 'of training and validation images' : 'of training images'} against the epoch. ${title(training.loss)}.`,
    width,
    height: 220,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: points },
    encoding: {
      x: {
        field: 'epoch',
        type: 'quantitative',
        title: 'Epoch',
        axis: { tickMinStep: 1, format: 'd', tickCount: Math.min(training.loss.length, 10) },
        scale: { nice: false, domainMin: Math.min(1, training.loss.length), padding: 12 },
      },
      y: {
        field: 'loss',
        type: 'quantitative',
        title: `Loss (${loss})`,
        axis: { tickCount: 5 },
        scale: { type: spansTwentyfold(points) ? 'log' : 'linear', zero: false },
      },
      color: {
        field: 'images',
        type: 'nominal',
        scale: { domain: ['training', 'validation'], range: [colours.model, colours.validation] },
        ...(!both && { legend: null }),
      },
    },
    layer: [{ mark: { type: 'line', aria: false } }, { mark: { type: 'point', size: 30 } }],
  };
}

interface LossPoint {
  readonly images: string;
  readonly epoch: number;
  /** `null` where it is not finite. */
  readonly loss: number | null;
}

function curve(images: string, losses: TrainingBlock['loss']): LossPoint[] {
  return losses.map((figure, i) => {
    const loss = Number(figure);
    return { images, epoch: i + 1, loss: Number.isFinite(loss) ? loss : null };
  });
}

function title(losses: TrainingBlock['loss']): string {
  if (losses.length === 0) return 'No epoch was trained';
  if (losses.length === 1) return `Loss after one epoch: ${formatFigure(losses[0])}`;
  return `Loss went from ${formatFigure(losses[0])} to ${formatFigure(losses[losses.length - 1])} in ${losses.length} epochs`;
}

/** Whether a linear axis would press the lower losses onto its foot. */
function spansTwentyfold(points: readonly LossPoint[]): boolean {
  const losses = points.flatMap(({ loss }) => loss ?? []);
  const least = Math.min(...losses);
  return least > 0 && Math.max(...losses) > 20 * least;
}
