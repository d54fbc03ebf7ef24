import type { Evaluation } from './evaluate.js';

/** A line of a table: figures and names by column. */
export type Row = Readonly<Record<string, number | string>>;

/**
 * One row per image: its number, its class if labels are given, and its figure in each metric.
 *
 * @param evaluation - of {@link evaluate}
 * @param classes - names the class of each image
 * @throws RangeError if there are not as many labels as images
 * @example
 * const black = imageBatch(new Uint8Array(2), [2, 1, 1, 1]);
 * imageRows(evaluate(black, black, { seed: 0, metrics: { mse } })); // [{ image: 0, mse: 0 }, { image: 1, mse: 0 }]
 */
export function imageRows(
  { n, metrics }: Evaluation,
  classes?: { readonly labels: ArrayLike<number>; readonly classNames: readonly string[] },
): Row[] {
  if (classes && classes.labels.length !== n)
    throw new RangeError(
      `imageRows: there are ${n} images and ${classes.labels.length} labels; each image needs one`,
    );
  return Array.from({ length: n }, (_, image) => ({
    image,
    ...(classes && { label: classes.classNames[classes.labels[image]] }),
    ...Object.fromEntries(Object.entries(metrics).map(([name, { values }]) => [name, values[image]])),
  }));
}

/**
 * One row per class: its number of images, and the mean and interval of each metric as `mse`, `mseLow` and `mseHigh`.
 *
 * @param evaluation - of {@link evaluate} with labels; no rows without
 * @example
 * const black = imageBatch(new Uint8Array(2), [2, 1, 1, 1]);
 * const classes = { labels: [0, 0], classNames: ['black'] };
 * classRows(evaluate(black, black, { seed: 0, metrics: { mse }, ...classes }));
 * // [{ label: 'black', n: 2, mse: 0, mseLow: 0, mseHigh: 0 }]
 */
export function classRows({ metrics }: Evaluation): Row[] {
  const columns = Object.entries(metrics);
  return (columns.at(0)?.[1].perClass ?? []).map(({ label, n }, c) => ({
    label,
    n,
    ...Object.fromEntries(
      columns.flatMap(([name, { perClass }]) => {
        const { mean, interval } = perClass?.[c] ?? { mean: NaN, interval: [NaN, NaN] };
        return [
          [name, mean],
          [`${name}Low`, interval[0]],
          [`${name}High`, interval[1]],
        ];
      }),
    ),
  }));
}
