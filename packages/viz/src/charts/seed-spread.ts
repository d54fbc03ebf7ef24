import { formatFigure } from '../format-figure.js';
import { colours } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/** One figure of several runs that differ in their seed alone. */
export interface SeedGroup {
  readonly name: string;
  readonly values: readonly number[];
}

export interface SeedSpreadOptions extends ChartOptions {
  /** What the values are, with their unit, for the axis. */
  readonly axis?: string;
}

/**
 * Every seed's figure as a point and their mean as a line, a row for each configuration: a difference between two rows
 * that is smaller than the spread within them is no finding.
 */
export function seedSpread(
  groups: readonly SeedGroup[],
  { width = defaultWidth, axis = 'Mean squared error, pixels in [0, 1]' }: SeedSpreadOptions = {},
): ChartSpec {
  const values = groups.flatMap(({ name, values }) =>
    values.map((value, seed) => ({ group: name, seed, value })),
  );
  const widest = Math.max(
    0,
    ...groups.map(({ values }) => standardDeviation(values)).filter(Number.isFinite),
  );
  const title = `Seeds alone move the figure by up to ${formatFigure(widest)} (standard deviation)`;
  const y = {
    field: 'group',
    type: 'nominal',
    sort: null,
    title: 'Configuration',
    axis: { labelColor: colours.ink, labelLimit: width * 0.4, grid: true },
  } as const;
  return {
    title,
    description: `Dot plot of every seed’s figure for ${groups.length} configurations. ${title}.`,
    width,
    height: 32 * Math.max(1, groups.length),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values },
    layer: [
      {
        mark: { type: 'tick', color: colours.ink, thickness: 2, size: 20, aria: false },
        encoding: { y, x: { aggregate: 'mean', field: 'value', type: 'quantitative' } },
      },
      {
        mark: { type: 'point', opacity: 0.75 },
        encoding: {
          y,
          x: {
            field: 'value',
            type: 'quantitative',
            title: axis,
            scale: { zero: false },
            axis: { tickCount: 5 },
          },
        },
      },
    ],
  };
}

/** With n − 1; NaN for fewer than two values. */
function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
