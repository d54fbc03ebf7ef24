import type { Figure, FigureInterval } from '../record.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { barsSpec, type Bar } from './bars.js';
import type { ChartOptions } from './chart-options.js';

/** The test error of one run, and PCA's with as many values. */
export interface RunError {
  readonly name: string;
  readonly mse: Figure;
  readonly mseInterval?: FigureInterval | undefined;
  readonly pca?: Figure | undefined;
}

/** Test error of several runs, least first; a tick across each bar is PCA's at the same number of values. */
export function runErrors(runs: readonly RunError[], { width }: ChartOptions = {}): ChartSpec {
  const sorted = [...runs].sort((a, b) => Number(a.mse) - Number(b.mse));
  const bars = sorted.map(({ name, mse, mseInterval, pca }): Bar => ({
    name,
    value: mse,
    ...(mseInterval && { interval: mseInterval }),
    ...(pca !== undefined && { beside: pca }),
  }));
  return barsSpec({
    title: `${sorted[0].name} has the least error of ${runs.length} runs; ticks are PCA with as many values`,
    description: `Bar chart of the test error of ${runs.length} runs with 95 % intervals.`,
    width,
    fields: ['run', 'mse'],
    axis: 'Mean squared error, pixels in [0, 1]',
    bars,
  });
}
