import { imagesByClass } from './images-by-class.js';
import { bootstrapMean, type BootstrapOptions, type Interval } from '../statistics/bootstrap.js';
import { mean, variance } from '../statistics/mean.js';
import { normalQuantile } from '../statistics/normal.js';
import { deriveSeed } from '@aelab/kernels/random';

/** The mean of one class's figures. */
export interface ClassMean {
  readonly label: string;
  /** How many images of this class there were. */
  readonly n: number;
  /** NaN for a class without images. */
  readonly mean: number;
  /** BCa bootstrap; `[NaN, NaN]` for fewer than 2 images. */
  readonly interval: Interval;
  /** `mean ± z · sd / √n`; `[NaN, NaN]` for fewer than 2 images. */
  readonly normalInterval: Interval;
}

/**
 * The mean of a per-image figure for each class, with confidence intervals.
 *
 * The intervals say how well this test set pins down the class mean of this one trained model; they say nothing of
 * what another training seed would give.
 *
 * @param values - one figure per image, such as those of {@link mse}
 * @param labels - one class number per image, from 0
 * @param classNames - a name for each class, present or not
 * @returns one entry per class name, in their order; a class without images has `n: 0` and NaN figures
 * @throws RangeError if there are not as many labels as values, or a label is no class
 * @example
 * perClass([1, 3, 8], [0, 0, 1], ['cat', 'dog'], { seed: 0 }).map(({ mean }) => mean); // [2, 8]
 */
export function perClass(
  values: ArrayLike<number>,
  labels: ArrayLike<number>,
  classNames: readonly string[],
  options: BootstrapOptions,
): ClassMean[] {
  if (values.length !== labels.length)
    throw new RangeError(
      `perClass: there are ${values.length} values and ${labels.length} labels; each image needs one of both`,
    );
  return imagesByClass('perClass', labels, classNames.length).map((images, c) =>
    classMean(
      classNames[c],
      Float64Array.from(images, (i) => values[i]),
      {
        ...options,
        seed: deriveSeed(options.seed, 'class', c),
      },
    ),
  );
}

function classMean(label: string, values: Float64Array, options: BootstrapOptions): ClassMean {
  const n = values.length;
  if (n === 0) return { label, n, mean: NaN, interval: [NaN, NaN], normalInterval: [NaN, NaN] };
  const { value, interval } = bootstrapMean(values, options);
  return { label, n, mean: value, interval, normalInterval: normalInterval(values, options.level) };
}

function normalInterval(values: Float64Array, level = 0.95): Interval {
  if (values.length < 2) return [NaN, NaN];
  const margin = normalQuantile((1 + level) / 2) * Math.sqrt(variance(values) / values.length);
  return [mean(values) - margin, mean(values) + margin];
}
