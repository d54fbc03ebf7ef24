import { formatFigure } from '../format-figure.js';
import { plural } from '../report/phrases.js';
import type { Figure, FigureInterval } from '../record.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { barsSpec, type Bar } from './bars.js';
import type { ChartOptions } from './chart-options.js';
import { byFigure, finite } from './finite.js';

/** The test error of one run, and PCA's with as many values. */
export interface RunError {
  readonly name: string;
  readonly mse: Figure;
  readonly mseInterval?: FigureInterval | undefined;
  readonly pca?: Figure | undefined;
}

/** Test error of several runs, least first; a tick across each bar is PCA's at the same number of values. */
export function runErrors(runs: readonly RunError[], { width }: ChartOptions = {}): ChartSpec {
  const sorted = [...runs].sort((a, b) => byFigure(a.mse, b.mse));
  const bars = sorted.map(({ name, mse, mseInterval, pca }): Bar => ({
    name,
    value: mse,
    ...(mseInterval && { interval: mseInterval }),
    ...(pca !== undefined && { beside: pca }),
  }));
  return barsSpec({
    title: `${finding(sorted)}${bars.some(({ beside }) => beside !== undefined) ? '; ticks are PCA with as many values' : ''}`,
    description: `Bar chart of the test error of ${plural(runs.length, 'run')} with 95 % intervals.`,
    width,
    fields: ['run', 'mse'],
    axes: ['Run', 'Mean squared error, pixels in [0, 1]'],
    bars,
  });
}

function finding([best, ...others]: readonly RunError[]): string {
  if (finite(best.mse) === null) return 'No run has a finite error';
  return others.length === 0
    ? `${best.name} has an error of ${formatFigure(best.mse)}`
    : `${best.name} has the least error of ${others.length + 1} runs`;
}
