import { mean } from '@aelab/metrics';

/**
 * Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank.
 *
 * @param a - as many figures as `b`
 * @returns −1 to 1; NaN if one of them does not vary
 * @example
 * rankCorrelation([1, 2, 3, 4], [1, 8, 27, 64]); // 1
 */
export function rankCorrelation(a: readonly number[], b: readonly number[]): number {
  return correlation(ranks(a), ranks(b));
}

function ranks(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Array<number>(values.length);
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (const i of order.slice(from, to)) ranks[i] = (from + to - 1) / 2;
  }
  return ranks;
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  };
  const [x, y] = [centred(a), centred(b)];
  const products = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, value, i) => sum + value * v[i], 0);
  return products(x, y) / Math.sqrt(products(x, x) * products(y, y));
}
