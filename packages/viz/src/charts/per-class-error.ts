import { formatFigure } from '../format-figure.js';
import type { ClassBlock, Figure } from '../record.js';
import { colours } from '../svg/palette.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { defaultWidth, type ChartOptions } from './chart-options.js';

/** Above this many classes only the worst and the best are drawn. */
const mostClasses = 40;

/**
 * Mean squared error of each class as a bar, with its 95 % interval as a line.
 *
 * Intervals of two classes may overlap and the classes still differ: look at the interval of their difference before
 * calling them equal.
 *
 * @param classes - `record.test.perClass`; of more than 40, the 20 worst and the 20 best are drawn
 */
export function perClassError(classes: readonly ClassBlock[], options: ChartOptions = {}): ChartSpec {
  const rows = classes.map(({ label, n, mse, mseInterval }) => row(label, n, mse, mseInterval));
  return barsByClass(rows, { ...options, quantity: 'Error', axis: 'Mean squared error, pixels in [0, 1]' });
}

/**
 * Squared error of each class per 100 units of ink: `100 · Σ squared error / Σ intensity`. It asks whether a class is
 * hard, or only has more ink to get wrong.
 *
 * @param classes - `record.test.perClass`; of more than 40, the 20 worst and the 20 best are drawn
 */
export function perClassInkError(classes: readonly ClassBlock[], options: ChartOptions = {}): ChartSpec {
  const rows = classes.map(({ label, n, msePer100Ink }) => row(label, n, msePer100Ink, ['NaN', 'NaN']));
  return barsByClass(rows, { ...options, quantity: 'Error per ink', axis: 'Squared error per 100 ink' });
}

interface ClassRow {
  readonly class: string;
  readonly images: number;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

function row(label: string, n: number, figure: Figure, interval: readonly Figure[]): ClassRow {
  const finite = (value: Figure) => (Number.isFinite(Number(value)) ? Number(value) : null);
  return {
    class: label,
    images: n,
    value: finite(figure),
    low: finite(interval[0]),
    high: finite(interval[1]),
  };
}

function barsByClass(
  all: readonly ClassRow[],
  { width = defaultWidth, quantity, axis }: ChartOptions & { quantity: string; axis: string },
): ChartSpec {
  const rows = extremes(all);
  const title = `${quantity} by class: ${finding(all)}`;
  return {
    title,
    description:
      `Bar chart. ${title}. ${rows.length < all.length ? `The ${rows.length / 2} worst and the ${rows.length / 2} best of ${all.length} classes.` : ''}`.trim(),
    width,
    height: 24 * Math.max(rows.length, 1),
    autosize: { type: 'fit-x', contains: 'padding' },
    data: { values: [...rows] },
    encoding: {
      y: {
        field: 'class',
        type: 'nominal',
        title: null,
        sort: null,
        scale: { domain: rows.map((r) => r.class), paddingInner: 0.3 },
        axis: { labelColor: colours.ink, labelLimit: width / 3 },
      },
    },
    layer: [
      {
        mark: { type: 'bar', color: colours.model, invalid: 'filter' },
        encoding: {
          x: { field: 'value', type: 'quantitative', title: axis, axis: { tickCount: 4 } },
        },
      },
      {
        transform: [{ filter: 'datum.low !== null' }],
        mark: { type: 'rule', color: colours.ink, strokeWidth: 1.5, aria: false },
        encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
      },
      {
        transform: [
          { calculate: 'max(datum.value, datum.high)', as: 'end' },
          { calculate: `datum.images === 0 ? 'no images' : format(datum.value, '.3~g')`, as: 'text' },
        ],
        mark: { type: 'text', align: 'left', dx: 6, aria: false },
        encoding: { x: { field: 'end', type: 'quantitative' }, text: { field: 'text' } },
      },
    ],
  };
}

function extremes(rows: readonly ClassRow[]): readonly ClassRow[] {
  if (rows.length <= mostClasses) return rows;
  const sorted = byError(rows);
  return [...sorted.slice(0, mostClasses / 2), ...sorted.slice(-mostClasses / 2)];
}

function finding(rows: readonly ClassRow[]): string {
  const sorted = byError(rows);
  if (sorted.length === 0) return 'no class has a figure';
  if (sorted.length === 1) return `${sorted[0].class} has ${formatFigure(sorted[0].value ?? 'NaN')}`;
  return `${sorted[0].class} is worst, ${sorted[sorted.length - 1].class} is best`;
}

/** Worst first, without those that have no figure. */
function byError(rows: readonly ClassRow[]): ClassRow[] {
  return rows.filter(({ value }) => value !== null).sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
}
