import { encode } from '@aelab/models';
import { mean, unitSummary } from '@aelab/metrics';
import { neighbourAccuracy } from '@aelab/metrics/tsne';
import type { MeasuredRun } from './measured-run.js';

/**
 * What a bottleneck of one value says of the classes: means with intervals and deviations, η², and each class's
 * separation from all others. A latent has neither sign nor scale of its own: z-scores of the class means are given
 * with the sign under which the first class lies low, and separations as |Cohen's d|.
 */
export async function oneValue({ model, data, config }: MeasuredRun) {
  const { labels, classNames, images } = data.test;
  const { data: values, shape } = await encode(model, images);
  if (shape[1] !== 1) return undefined;
  const { perClass, etaSquared, cohensD } = unitSummary(values, labels, classNames, { seed: config.seed });
  const means = perClass.map((one) => one.mean);
  const z = zScores(means);
  return {
    labels: classNames,
    mean: means,
    interval: perClass.map(({ interval }) => interval),
    sd: perClass.map(({ sd }) => sd),
    z: z.map((value) => (z[0] > 0 ? -value : value)),
    leastD: cohensD.map((row, a) => Math.min(...row.filter((_, b) => a !== b).map(Math.abs))),
    etaSquared,
    neighbourAccuracy: neighbourAccuracy({ data: values, shape: [shape[0], 1] }, labels),
  };
}

/** How far each figure lies from their mean, in their standard deviations (dividing by n). */
export function zScores(values: readonly number[]): number[] {
  const centre = mean(values);
  const deviation = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
  return values.map((value) => (value - centre) / deviation);
}
