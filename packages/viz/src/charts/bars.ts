import type { Figure, FigureInterval } from '../record.js';
import { colours } from '../svg/palette.js';
import type { ChartLayer, ChartSpec } from '../svg/render-svg.js';
import { defaultWidth } from './chart-options.js';
import { finite } from './finite.js';

export interface Bar {
  readonly name: string;
  readonly value: Figure;
  readonly interval?: FigureInterval;
  /** What the bar stands for, which gives its colour. */
  readonly kind?: 'model' | 'rival' | 'floor';
  /** Said in place of the figure. */
  readonly note?: string;
}

export interface BarsChart {
  readonly title: string;
  readonly description: string;
  readonly width: number | undefined;
  /** Names of the two quantities in the data. */
  readonly fields: readonly [name: string, value: string];
  /** Of the axis, with its unit. */
  readonly axis: string;
  /** From top to bottom. */
  readonly bars: readonly Bar[];
}

/** Horizontal bars, so that names of any length stay level, each with its figure and its interval. */
export function barsSpec({
  title,
  description,
  width = defaultWidth,
  fields,
  axis,
  bars,
}: BarsChart): ChartSpec {
  const [name, value] = fields;
  const ends = bars.map((bar) => Math.max(finite(bar.value) ?? 0, finite(bar.interval?.[1] ?? NaN) ?? 0));
  const greatest = Math.max(0, ...ends) || 1; // and room for the figures beyond it
  const intervals = bars.some(({ interval }) => interval !== undefined);
  return {
    title,
    description: `${description} ${title}.`,
    width,
    height: 24 * Math.max(bars.length, 1),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: bars.map((bar) => row(bar, fields, intervals)) },
    encoding: {
      y: {
        field: name,
        type: 'nominal',
        title: null,
        sort: null,
        scale: { domain: bars.map((bar) => bar.name), paddingInner: 0.3 },
        axis: { labelColor: colours.ink, labelLimit: width * 0.4 },
      },
      x: {
        field: value,
        type: 'quantitative',
        title: axis,
        axis: { tickCount: 4 },
        scale: { domainMax: greatest * (1 + 80 / width), nice: false },
      },
    },
    layer: [
      { mark: { type: 'bar', invalid: 'filter' }, encoding: { color } },
      ...(intervals ? [interval] : []),
      figure(value, intervals),
    ],
  };
}

function row(
  { name, value, interval, kind = 'model', note }: Bar,
  fields: readonly [string, string],
  intervals: boolean,
) {
  return {
    [fields[0]]: name,
    [fields[1]]: finite(value),
    ...(intervals && { low: finite(interval?.[0] ?? NaN), high: finite(interval?.[1] ?? NaN) }),
    kind,
    ...(note !== undefined && { note }),
  };
}

const color = {
  field: 'kind',
  type: 'nominal',
  legend: null,
  scale: { domain: ['model', 'rival', 'floor'], range: [colours.model, colours.rival, colours.floor] },
} as const;

const interval: ChartLayer = {
  transform: [{ filter: 'datum.low !== null' }],
  mark: { type: 'rule', color: colours.ink, strokeWidth: 1.5, aria: false },
  encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
};

/** The figure right of its bar and of its interval. */
function figure(value: string, intervals: boolean): ChartLayer {
  const own = `datum[${JSON.stringify(value)}]`;
  return {
    transform: [
      { calculate: intervals ? `max(${own}, datum.high)` : own, as: 'end' },
      { calculate: `datum.note || format(${own}, '.3~g')`, as: 'text' },
    ],
    mark: { type: 'text', align: 'left', dx: 6, aria: false },
    encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'text' } },
  };
}
