import type { ClassBlock } from '../record.js';
import { colours, series } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';
import { finite } from './finite.js';
import { legendColumns } from './legend-columns.js';

/** The classes of one run, under its name. */
export interface ClassErrors {
  readonly name: string;
  readonly perClass: readonly Pick<ClassBlock, 'label' | 'mse'>[];
}

/**
 * Error of each class in several runs, a point for each run on the line of its class: whether one run is better
 * throughout, or only on average.
 *
 * @param runs - up to six; more have colours in common
 */
export function classComparison(
  runs: readonly ClassErrors[],
  { width = defaultWidth }: ChartOptions = {},
): ChartSpec {
  const values = runs.flatMap(({ name, perClass }) =>
    perClass.map(({ label, mse }) => ({ run: name, class: label, mse: finite(mse) })),
  );
  const names = runs.map(({ name }) => name);
  const classes = [...new Set(values.map((row) => row.class))];
  const y = {
    field: 'class',
    type: 'nominal',
    title: 'Class',
    scale: { domain: classes },
    axis: { labelColor: colours.ink, labelLimit: width * 0.4, grid: true },
  } as const;
  return {
    title: 'Error of each class in each run',
    description: `Dot plot of the mean squared error of ${classes.length} classes in ${runs.length} runs: ${names.join(', ')}.`,
    width,
    height: 26 * Math.max(1, classes.length),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values },
    mark: { type: 'point', size: 60, opacity: 0.85, invalid: 'filter' },
    encoding: {
      y,
      x: {
        field: 'mse',
        type: 'quantitative',
        title: 'Mean squared error, pixels in [0, 1]',
        scale: { zero: false },
        axis: { tickCount: 4 },
      },
      color: {
        field: 'run',
        type: 'nominal',
        legend: { columns: legendColumns(names, width) },
        scale: { domain: names, range: names.map((_, i) => series[i % series.length]) },
      },
      shape: { field: 'run', type: 'nominal', scale: { domain: names } },
    },
  };
}
