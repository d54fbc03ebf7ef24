import { formatFigure } from '../format-figure.js';
import type { ClassBlock } from '../record.js';
import type { ChartSpec } from '../svg/render-svg.js';
import { barsSpec, type Bar, type BarsChart } from './bars.js';
import type { ChartOptions } from './chart-options.js';

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
export function perClassError(classes: readonly ClassBlock[], { width }: ChartOptions = {}): ChartSpec {
  const bars = classes.map(({ label, n, mse, mseInterval }): Bar => ({
    name: label,
    value: mse,
    interval: mseInterval,
    ...absence(n),
  }));
  return byClass('Error', bars, {
    width,
    fields: ['class', 'mse'],
    axes: ['Class', 'Mean squared error, pixels in [0, 1]'],
  });
}

/**
 * Squared error of each class per 100 units of ink: `100 · Σ squared error / Σ intensity`. It asks whether a class is
 * hard, or only has more ink to get wrong.
 *
 * @param classes - `record.test.perClass`; of more than 40, the 20 worst and the 20 best are drawn
 */
export function perClassInkError(classes: readonly ClassBlock[], { width }: ChartOptions = {}): ChartSpec {
  const bars = classes.map(({ label, n, msePer100Ink }): Bar => ({
    name: label,
    value: msePer100Ink,
    ...absence(n),
  }));
  return byClass('Error per ink', bars, {
    width,
    fields: ['class', 'msePer100Ink'],
    axes: ['Class', 'Squared error per 100 units of ink, pixels in [0, 1]'],
  });
}

function absence(n: number): Pick<Bar, 'note'> {
  return n === 0 ? { note: 'no images' } : {};
}

function byClass(
  quantity: string,
  all: readonly Bar[],
  chart: Pick<BarsChart, 'width' | 'fields' | 'axes'>,
): ChartSpec {
  const bars = extremes(all);
  const part =
    bars.length < all.length
      ? `; the ${mostClasses / 2} worst and the ${mostClasses / 2} best of ${formatFigure(all.length)} classes`
      : '';
  return barsSpec({
    ...chart,
    title: `${quantity} by class: ${finding(all)}${part}`,
    description: 'Bar chart.',
    bars,
  });
}

function extremes(bars: readonly Bar[]): readonly Bar[] {
  if (bars.length <= mostClasses) return bars;
  const sorted = byError(bars);
  return [...sorted.slice(0, mostClasses / 2), ...sorted.slice(-mostClasses / 2)];
}

function finding(bars: readonly Bar[]): string {
  const sorted = byError(bars);
  if (sorted.length === 0) return 'no class has a figure';
  if (sorted.length === 1) return `${sorted[0].name} has ${formatFigure(sorted[0].value)}`;
  return `${sorted[0].name} is worst, ${sorted[sorted.length - 1].name} is best`;
}

/** Worst first, without those that have no figure. */
function byError(bars: readonly Bar[]): Bar[] {
  return bars
    .filter(({ value }) => Number.isFinite(Number(value)))
    .sort((a, b) => Number(b.value) - Number(a.value));
}
