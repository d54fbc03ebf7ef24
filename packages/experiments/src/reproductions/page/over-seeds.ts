import { formatFigure } from '@aelab/viz';
import { mean, studentTQuantile, variance } from '@aelab/metrics';
import { bySeed, figuresOfRun, isOf, NotMeasured, type RunsOfSeed } from '../evidence.js';
import type { ReproductionResults } from '../results.js';
import type { Changes } from '../../sweep/expand-sweep.js';

/** A figure over the seeds. */
export interface OverSeeds {
  readonly values: readonly number[];
  readonly mean: number;
  /** 95 %, Student's t; absent for a single seed. */
  readonly interval?: readonly [number, number];
}

/** A figure of the runs of a group with these changes, over their seeds; nothing where no run has it. */
export function overSeeds(
  { runs }: ReproductionResults,
  group: string,
  changes: Changes,
  path: string,
  place?: number,
): OverSeeds | undefined {
  return summary(
    runs
      .filter((run) => isOf(run, group, changes))
      .map(figuresOfRun)
      .flatMap(({ figure, figures }) =>
        whereMeasured(() => (place === undefined ? figure(path) : figures(path)[place])),
      ),
  );
}

/** A figure that is computed from several runs of a seed, over the seeds that have all of them. */
export function computedOverSeeds(
  { runs }: ReproductionResults,
  compute: (runs: RunsOfSeed) => number,
): OverSeeds | undefined {
  return summary(bySeed(runs).flatMap((seed) => whereMeasured(() => compute(seed))));
}

function whereMeasured(figure: () => number): number[] {
  try {
    return [figure()];
  } catch (error) {
    if (error instanceof NotMeasured) return [];
    throw error;
  }
}

function summary(values: readonly number[]): OverSeeds | undefined {
  return values.length === 0 ? undefined : { values, mean: mean(values), ...intervalOf(values) };
}

function intervalOf(values: readonly number[]): Pick<OverSeeds, 'interval'> {
  if (values.length < 2) return {};
  const margin = studentTQuantile(0.975, values.length - 1) * Math.sqrt(variance(values) / values.length);
  return { interval: [mean(values) - margin, mean(values) + margin] };
}

/** As in `0.0421 ± 0.0013`: mean and half of the 95 % interval over the seeds. */
export function shown(figure: OverSeeds | undefined): string {
  if (!figure) return '–';
  const { mean, interval } = figure;
  return interval
    ? `${formatFigure(mean)} ± ${formatFigure((interval[1] - interval[0]) / 2, 2)}`
    : formatFigure(mean);
}

/** A curve over the values of one setting: points with their intervals; values without runs leave theirs out. */
export function curvePoints<T>(
  results: ReproductionResults,
  group: string,
  settings: readonly T[],
  pointOf: (setting: T) => { readonly x: number; readonly changes: Changes; readonly path: string },
) {
  return settings.flatMap((setting) => {
    const { x, changes, path } = pointOf(setting);
    const figure = overSeeds(results, group, changes, path);
    return figure ? [{ x, y: figure.mean, ...(figure.interval && { interval: figure.interval }) }] : [];
  });
}
