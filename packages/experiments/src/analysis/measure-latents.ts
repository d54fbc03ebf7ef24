import { random, shuffle } from '@aelab/kernels/random';
import {
  deadUnits,
  effectiveRank,
  intrinsicDimension,
  linearProbeAccuracy,
  unitSummary,
} from '@aelab/metrics';
import { neighbourAccuracy, type Points } from '@aelab/metrics/tsne';
import type { LatentsBlock } from '@aelab/viz';

/** `[n, …]`, row-major. */
export interface LatentRows {
  readonly data: Points['data'];
  readonly shape: readonly number[];
}

/** Latents of some images, and the class number of each image. */
export interface LabelledLatents {
  readonly latents: LatentRows;
  readonly labels: ArrayLike<number>;
}

export interface LatentClasses {
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
  /** What the linear probe learns from; without it, from a random half of the latents, and is judged on the others. */
  readonly training?: LabelledLatents;
}

/** Beyond this many values their `[d, d]` covariance is not formed. */
export const mostLatentValues = 2048;

const neighbours = 10;

/**
 * The `latents` block of a record: how much of the bottleneck is used, and how much of the classes is in it; of ten images
 * or fewer, without the classes.
 */
export function measureLatents(
  latents: LatentRows,
  classes: LatentClasses | undefined,
  seed: number,
): LatentsBlock {
  const points = flat(latents);
  const n = points.shape[0];
  return {
    n,
    dead: deadUnits(points).length,
    effectiveRank: effectiveRank(points),
    intrinsicDimension: dimensionOf(points),
    ...(classes &&
      n > neighbours && {
        probeAccuracy: probe(points, classes, seed),
        neighbourAccuracy: neighbourAccuracy(points, classes.labels, neighbours),
      }),
    ...(classes && points.shape[1] === 1 && { unit: unitBlock(points, classes, seed) }),
  };
}

/** NaN where fewer than three latents differ: the model has collapsed. */
function dimensionOf(points: FlatPoints): number {
  try {
    return intrinsicDimension(points);
  } catch (error) {
    if (error instanceof RangeError) return NaN;
    throw error;
  }
}

function probe(points: FlatPoints, { labels, classNames, training }: LatentClasses, seed: number): number {
  const [learnt, judged] = training
    ? [
        { ...training, latents: flat(training.latents) },
        { latents: points, labels },
      ]
    : halves({ latents: points, labels }, seed);
  return linearProbeAccuracy(learnt, judged, classNames.length);
}

function halves({ latents, labels }: LabelledLatents & { readonly latents: FlatPoints }, seed: number) {
  const order = shuffle(
    Array.from({ length: labels.length }, (_, i) => i),
    random(seed, 'probe'),
  );
  const middle = Math.floor(order.length / 2);
  return [order.slice(0, middle), order.slice(middle)].map((chosen) => ({
    latents: rows(latents, chosen),
    labels: chosen.map((i) => labels[i]),
  }));
}

function rows({ data, shape: [, d] }: FlatPoints, chosen: readonly number[]): FlatPoints {
  const kept = new Float32Array(chosen.length * d);
  chosen.forEach((from, to) => kept.set(data.subarray(from * d, (from + 1) * d), to * d));
  return { data: kept, shape: [chosen.length, d] };
}

function unitBlock(
  { data }: FlatPoints,
  { labels, classNames }: LatentClasses,
  seed: number,
): NonNullable<LatentsBlock['unit']> {
  const { perClass, etaSquared, cohensD } = unitSummary(data, labels, classNames, { seed });
  return {
    etaSquared,
    cohensD,
    perClass: perClass.map(({ label, n, mean, interval, sd }) => ({ label, n, mean, interval, sd })),
  };
}

interface FlatPoints extends Points {
  readonly shape: readonly [n: number, d: number];
}

function flat({ data, shape }: LatentRows): FlatPoints {
  return { data, shape: [shape[0], data.length / shape[0]] };
}
