import { figuresOf } from '../sweep/figures.js';
import type { TrackedRun } from './tracker.js';

/** A figure of a run, or a loss after one of its epochs. */
export interface TrackedScalar {
  readonly name: string;
  /** Epochs trained by then. */
  readonly step: number;
  readonly value: number;
}

/** The losses of each epoch, and every figure at the last. */
export function trackedScalars({ record }: TrackedRun): TrackedScalar[] {
  const { loss, validationLoss, epochs } = record.training;
  const curves = { 'training.loss': loss, 'training.validationLoss': validationLoss };
  const figures = Object.entries(figuresOf(record)).filter(([name]) => !(name in curves));
  return [
    ...Object.entries(curves).flatMap(([name, values]) =>
      values.map((value, i) => ({ name, step: i + 1, value: Number(value) })),
    ),
    ...figures.map(([name, value]) => ({ name, step: epochs, value: Number(value) })),
  ];
}

/** When the run's training began and when the run ended, in seconds since 1970. */
export function timesOf({ record }: TrackedRun): { begun: number; ended: number } {
  const ended = Date.parse(record.environment['date'] as string) / 1000;
  return { begun: ended - Number(record.training.seconds), ended };
}
