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
  /** What to compare it with: a tick in the rivals' colour across the bar. */
  readonly beside?: Figure;
  /** Said in place of the figure. */
  readonly note?: string;
}

export interface BarsChart {
  readonly title: string;
  readonly description: string;
  readonly width: number | undefined;
  /** Names of the two quantities in the data. */
  readonly fields: readonly [name: string, value: string];
  /** Names of the two axes, that of the values with its unit. */
  readonly axes: readonly [name: string, value: string];
  /** From top to bottom. */
  readonly bars: readonly Bar[];
}

/** Horizontal bars, so that names of any length stay level, each with its figure and its interval. */
export function barsSpec({
  title,
  description,
  width = defaultWidth,
  fields,
  axes,
  bars,
}: BarsChart): ChartSpec {
  const [name, value] = fields;
  const ends = bars.map((bar) =>
    Math.max(finite(bar.value) ?? 0, finite(bar.interval?.[1] ?? NaN) ?? 0, finite(bar.beside ?? NaN) ?? 0),
  );
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
        title: axes[0],
        sort: null,
        scale: { domain: bars.map((bar) => bar.name), paddingInner: 0.3 },
        axis: { labelColor: colours.ink, labelLimit: width * 0.45 },
      },
      x: {
        field: value,
        type: 'quantitative',
        title: axes[1],
        axis: { tickCount: 4 },
        scale: { domainMax: greatest * (1 + 80 / width), nice: false },
      },
    },
    layer: [
      { mark: { type: 'bar', invalid: 'filter' }, encoding: { color } },
      ...(intervals ? [interval] : []),
      ...(bars.some(({ beside }) => beside !== undefined) ? [tick] : []),
      figure(value, (100 / width) * greatest),
    ],
  };
}

function row(
  { name, value, interval, kind = 'model', beside, note }: Bar,
  fields: readonly [string, string],
  intervals: boolean,
) {
  return {
    [fields[0]]: name,
    [fields[1]]: finite(value),
    ...(intervals && { low: finite(interval?.[0] ?? NaN), high: finite(interval?.[1] ?? NaN) }),
    kind,
    ...(beside !== undefined && { beside: finite(beside) }),
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

const tick: ChartLayer = {
  transform: [{ filter: 'isValid(datum.beside)' }],
  mark: { type: 'tick', color: colours.rival, thickness: 3, bandSize: 16 },
  encoding: { x: { field: 'beside', type: 'quantitative' } },
};

/** The figure right of its bar, of its interval, and of the tick where that would lie in its room. */
function figure(value: string, room: number): ChartLayer {
  const own = `datum[${JSON.stringify(value)}]`;
  return {
    transform: [
      { calculate: `max(${own} || 0, datum.high || 0)`, as: 'barEnd' },
      {
        calculate: `max(datum.barEnd, isValid(datum.beside) && datum.beside - datum.barEnd < ${room} ? datum.beside : 0)`,
        as: 'end',
      },
      { calculate: `datum.note || (isValid(${own}) ? format(${own}, '.3~g') : '–')`, as: 'text' },
    ],
    mark: { type: 'text', align: 'left', dx: 6, aria: false },
    encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'text' } },
  };
}
