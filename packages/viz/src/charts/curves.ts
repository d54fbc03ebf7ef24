import type { Figure, FigureInterval } from '../record.js';
import { colours, series as hues } from '../svg/palette.js';
import type { ChartLayer, ChartSpec } from '../svg/render-svg.js';
import { defaultWidth } from './chart-options.js';
import { finite } from './finite.js';

/** A point of a curve, with the interval of its height where there is one. */
export interface CurvePoint {
  readonly x: number;
  readonly y: Figure;
  readonly interval?: FigureInterval;
}

export interface Curve {
  readonly name: string;
  readonly points: readonly CurvePoint[];
  /** A rival is dashed, so that it is told apart without colour too. */
  readonly rival?: boolean;
}

export interface CurveAxis {
  /** Name of the quantity in the data. */
  readonly field: string;
  /** With its unit. */
  readonly title: string;
  readonly log?: boolean;
  /** Whether the axis begins at 0; not on a log scale. */
  readonly zero?: boolean;
  /** Whether only whole numbers are marked. */
  readonly whole?: boolean;
}

/** A line across the chart for the reader to compare with, and its name. */
export interface CurveMark {
  readonly at: 'x' | 'y';
  readonly value: number;
  readonly text: string;
}

export interface CurvesChart {
  readonly title: string;
  /** What kind of chart it is and what it draws; the title is added. */
  readonly description: string;
  readonly width: number | undefined;
  readonly x: CurveAxis;
  readonly y: CurveAxis;
  readonly curves: readonly Curve[];
  readonly marks?: readonly CurveMark[];
}

/** Curves through points, each with its interval as a line; values that are not finite leave a gap. */
export function curvesSpec(chart: CurvesChart): ChartSpec {
  const { title, description, width = defaultWidth, x, y, curves, marks = [] } = chart;
  const across = {
    field: x.field,
    type: 'quantitative',
    title: x.title,
    ...axis(x, width < 400 ? 5 : 8),
  } as const;
  const up = { field: y.field, type: 'quantitative', title: y.title, ...axis(y, 5) } as const;
  const shared = { x: across, color: colourByCurve(curves) };
  const intervals: ChartLayer = {
    mark: { type: 'rule', aria: false },
    encoding: { ...shared, y: { field: 'low', type: 'quantitative' }, y2: { field: 'high' } },
  };
  return {
    title,
    description: `${description} ${title}.`,
    width,
    height: 260,
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: dataOf(chart) },
    layer: [
      {
        mark: { type: 'line', aria: false },
        encoding: {
          ...shared,
          y: up,
          strokeDash: { condition: { test: rivals(curves), value: [6, 4] }, value: [] },
        },
      },
      ...(hasIntervals(curves) ? [intervals] : []),
      { mark: { type: 'point', size: 34 }, encoding: { ...shared, y: up } },
      ...marks.flatMap(markLayers),
    ],
  };
}

/** One object per point: the curve, its two quantities and, where there are any, the ends of its interval. */
function dataOf({ curves, x, y }: CurvesChart) {
  const intervals = hasIntervals(curves);
  return curves.flatMap(({ name, points }) =>
    points.map((point) => ({
      curve: name,
      [x.field]: point.x,
      [y.field]: finite(point.y),
      ...(intervals && { low: finite(point.interval?.[0] ?? NaN), high: finite(point.interval?.[1] ?? NaN) }),
    })),
  );
}

function hasIntervals(curves: readonly Curve[]): boolean {
  return curves.some(({ points }) => points.some(({ interval }) => interval !== undefined));
}

function colourByCurve(curves: readonly Curve[]) {
  const names = curves.map(({ name }) => name);
  return {
    field: 'curve',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, i) => hues[i % hues.length]) },
    ...(names.length < 2 && { legend: null }),
  } as const;
}

function rivals(curves: readonly Curve[]): string {
  const names = curves.filter(({ rival }) => rival).map(({ name }) => name);
  return `indexof(${JSON.stringify(names)}, datum.curve) >= 0`;
}

function axis({ log = false, zero = false, whole = false }: CurveAxis, tickCount: number) {
  return {
    scale: log ? { type: 'log' as const } : { zero },
    axis: { tickCount, ...(whole && { tickMinStep: 1, format: 'd' }) },
  };
}

function markLayers({ at, value, text }: CurveMark): ChartLayer[] {
  const encoding = { [at]: { datum: value } };
  const label: ChartLayer =
    at === 'x'
      ? { mark: { type: 'text', text, align: 'left', baseline: 'top', dx: 5, y: 0, aria: false }, encoding }
      : { mark: { type: 'text', text, align: 'right', dy: -6, x: 'width', aria: false }, encoding };
  return [{ mark: { type: 'rule', color: colours.muted, strokeDash: [2, 3], aria: false }, encoding }, label];
}
