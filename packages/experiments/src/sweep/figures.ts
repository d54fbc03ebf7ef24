import type { Figure, RunRecord } from '@aelab/viz';
import type { Figures } from './sweep-job.js';

/** The scalars of a run record, by dotted path; of the losses of each epoch, the last and the lowest. */
export function figuresOf({ model, training, test, baselines, bytes, overlap, judge }: RunRecord): Figures {
  const { loss, validationLoss, ...rest } = training;
  return {
    ...scalars({ test, model, baselines, bytes, overlap, judge, training: rest }, ''),
    ...(loss.length > 0 && { 'training.loss': loss[loss.length - 1] }),
    ...(validationLoss.length > 0 && { 'training.validationLoss': lowest(validationLoss) }),
  };
}

/** The lowest figure; Infinity where there is none. */
export function lowest(figures: readonly Figure[]): Figure {
  const least = Math.min(...figures.map(Number).filter((value) => !Number.isNaN(value)));
  return Number.isFinite(least) ? least : 'Infinity';
}

function scalars(block: object, prefix: string): Record<string, Figure> {
  return Object.assign(
    {},
    ...Object.entries(block).map(([key, value]: [string, unknown]) => {
      if (isFigure(value)) return { [prefix + key]: value };
      const isBlock = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isBlock ? scalars(value, `${prefix}${key}.`) : {};
    }),
  ) as Record<string, Figure>;
}

function isFigure(value: unknown): value is Figure {
  return typeof value === 'number' || value === 'Infinity' || value === '-Infinity' || value === 'NaN';
}
