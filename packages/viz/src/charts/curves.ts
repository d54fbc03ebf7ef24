import type { Figure, FigureInterval } from '../record.js';
import { series as hues } from '../svg/palette.js';
import type { ChartLayer, ChartSpec } from '../svg/render-svg.js';
import { defaultWidth } from './chart-options.js';
import { finite } from './finite.js';
import { legendColumns } from './legend-columns.js';
import { referenceLine, type ReferenceLine } from './reference-line.js';

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
  /** Both unless told: measurements that a fitted line goes through are points, and the fit is a line. */
  readonly drawnAs?: 'points' | 'line';
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

export interface CurvesChart {
  readonly title: string;
  /** What kind of chart it is and what it draws; the title is added. */
  readonly description: string;
  readonly width: number | undefined;
  readonly x: CurveAxis;
  readonly y: CurveAxis;
  readonly curves: readonly Curve[];
  readonly marks?: readonly ReferenceLine[];
}

/** Curves through points, each with its interval as a line; values that are not finite leave a gap. */
export function curvesSpec(chart: CurvesChart): ChartSpec {
  const { title, description, width = defaultWidth, x, y, curves, marks = [] } = chart;
  const points = curves.flatMap((curve) => curve.points);
  const across = {
    field: x.field,
    type: 'quantitative',
    title: x.title,
    ...axis(
      x,
      points.map((point) => point.x),
      width < 400 ? 5 : 8,
    ),
  } as const;
  const up = {
    field: y.field,
    type: 'quantitative',
    title: y.title,
    ...axis(y, points.map((point) => Number(point.y)).filter(Number.isFinite), 5),
  } as const;
  const shared = { x: across, color: colourByCurve(curves, width) };
  const drawnAs = (mark: 'points' | 'line') => ({
    transform: [{ filter: isOneOf(curves.filter((curve) => (curve.drawnAs ?? mark) === mark)) }],
  });
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
        ...drawnAs('line'),
        mark: { type: 'line', aria: false },
        encoding: {
          ...shared,
          y: up,
          strokeDash: {
            condition: { test: isOneOf(curves.filter(({ rival }) => rival)), value: [6, 4] },
            value: [],
          },
        },
      },
      ...(hasIntervals(curves) ? [intervals] : []),
      {
        ...drawnAs('points'),
        mark: { type: 'point', size: 34 },
        encoding: { ...shared, y: up, shape: shapeByCurve(curves) },
      },
      ...marks.flatMap(referenceLine),
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

function colourByCurve(curves: readonly Curve[], width: number) {
  const names = curves.map(({ name }) => name);
  return {
    field: 'curve',
    type: 'nominal',
    scale: { domain: names, range: names.map((_, i) => hues[i % hues.length]) },
    legend: names.length < 2 ? null : { columns: legendColumns(names, width) },
  } as const;
}

const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'];

/** Curves of one colour have points of different shapes. */
function shapeByCurve(curves: readonly Curve[]) {
  const range = curves.map((_, i) => shapes[Math.floor(i / hues.length) % shapes.length]);
  return {
    field: 'curve',
    type: 'nominal',
    scale: { domain: curves.map(({ name }) => name), range },
  } as const;
}

function isOneOf(curves: readonly Curve[]): string {
  return `indexof(${JSON.stringify(curves.map(({ name }) => name))}, datum.curve) >= 0`;
}

function axis(
  { log = false, zero = false, whole = false }: CurveAxis,
  places: readonly number[],
  tickCount: number,
) {
  if (log)
    return {
      scale: { type: 'log' as const, nice: false, padding: 12 },
      axis: { values: logTicks(places, tickCount) },
    };
  return { scale: { zero }, axis: whole ? { values: wholeTicks(places, tickCount) } : { tickCount } };
}

/** At most so many whole numbers, 1, 2 or 5 times a power of ten apart. */
function wholeTicks(values: readonly number[], most: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const steps = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000].flatMap((power) => [
    power,
    2 * power,
    5 * power,
  ]);
  const step = steps.find((size) => (high - low) / size < most) ?? 1e7;
  const first = Math.ceil(low / step) * step;
  return Array.from(
    { length: Math.max(0, Math.floor((high - first) / step) + 1) },
    (_, i) => first + i * step,
  );
}

/** 1, 2 and 5 times the powers of ten between the values, or the powers alone where those are too many. */
function logTicks(values: readonly number[], most: number): number[] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const powers = Array.from({ length: 40 }, (_, i) => i - 20);
  const within = (steps: readonly number[]) =>
    powers
      .flatMap((power) => steps.map((step) => Number(`${step}e${power}`)))
      .filter((tick) => tick >= low * 0.8 && tick <= high * 1.25);
  const fine = within([1, 2, 5]);
  return fine.length <= 1.5 * most ? fine : within([1]);
}
