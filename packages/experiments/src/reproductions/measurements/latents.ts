import { imageSize, toUnitRange } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { effectiveRank, linearProbeAccuracy } from '@aelab/metrics';
import { encode } from '@aelab/models';
import { atMost } from './at-most.js';
import type { MeasuredRun } from './measured-run.js';
import { rankCorrelation } from './rank-correlation.js';

const pairs = 5000;
const mostProbed = 5000;

/**
 * How latents and images are related: rank correlation between the distances of pairs of test images and those of their
 * latents, the accuracy of a linear probe, and the effective rank.
 */
export async function latents({ model, data, config }: MeasuredRun) {
  const learnt = atMost(data.train, mostProbed).dataset;
  const [codes, learntCodes] = [await encode(model, data.test.images), await encode(model, learnt.images)];
  const n = data.test.labels.length;
  const size = codes.data.length / n;
  const points = ({ data }: typeof codes) => ({ data, shape: [data.length / size, size] as const });
  const { integer } = random(config.seed, 'pairs');
  const chosen = Array.from({ length: pairs }, () => [integer(n), integer(n)] as const);
  const pixels = toUnitRange(data.test.images);
  const distances = (values: Float32Array, length: number) =>
    chosen.map(([a, b]) => distance(values, a * length, b * length, length));
  return {
    distanceCorrelation: rankCorrelation(
      distances(codes.data, size),
      distances(pixels.data, imageSize(pixels)),
    ),
    probeAccuracy: linearProbeAccuracy(
      { latents: points(learntCodes), labels: learnt.labels },
      { latents: points(codes), labels: data.test.labels },
      data.test.classNames.length,
    ),
    effectiveRank: effectiveRank(points(codes)),
  };
}

function distance(values: Float32Array, a: number, b: number, length: number): number {
  let sum = 0;
  for (let k = 0; k < length; k++) sum += (values[a + k] - values[b + k]) ** 2;
  return Math.sqrt(sum);
}
