import { formatFigure } from '../format-figure.js';
import type { ChartSpec } from '../svg/render-svg.js';
import type { ChartOptions } from './chart-options.js';
import { curvesSpec } from './curves.js';

/** Seconds that a training of so many epochs took. */
export interface TrainingTime {
  readonly epochs: number;
  readonly seconds: number;
}

/**
 * Training time against epochs, with the straight line of least squares: is the time linear, and what does an epoch
 * cost?
 *
 * @throws RangeError if there are not two different numbers of epochs
 */
export function timeAgainstEpochs(times: readonly TrainingTime[], { width }: ChartOptions = {}): ChartSpec {
  const { slope, intercept, r2 } = lineOfLeastSquares(times);
  const points = times.map(({ epochs, seconds }) => ({ x: epochs, y: seconds })).sort((a, b) => a.x - b.x);
  const line = [points[0].x, points[points.length - 1].x].map((x) => ({ x, y: intercept + slope * x }));
  return curvesSpec({
    title: `An epoch takes ${formatFigure(slope)} s (R² of the line: ${r2.toFixed(4)})`,
    description: `Line chart of training time against epochs with its line of least squares, ${formatFigure(intercept)} s + ${formatFigure(slope)} s per epoch.`,
    width,
    x: { field: 'epochs', title: 'Epochs', whole: true },
    y: { field: 'seconds', title: 'Training time, s', zero: true },
    curves: [
      { name: 'line of least squares', points: line, drawnAs: 'line' },
      { name: 'measured', points, drawnAs: 'points' },
    ],
  });
}

function lineOfLeastSquares(times: readonly TrainingTime[]) {
  const mean = (value: (time: TrainingTime) => number) =>
    times.reduce((sum, t) => sum + value(t), 0) / times.length;
  const [meanX, meanY] = [mean((t) => t.epochs), mean((t) => t.seconds)];
  const xx = mean((t) => (t.epochs - meanX) ** 2);
  const xy = mean((t) => (t.epochs - meanX) * (t.seconds - meanY));
  const yy = mean((t) => (t.seconds - meanY) ** 2);
  if (!(xx > 0))
    throw new RangeError(
      `timeAgainstEpochs: there are ${times.length} times of one number of epochs; a line needs two different numbers`,
    );
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, r2: yy > 0 ? xy ** 2 / (xx * yy) : 1 };
}
