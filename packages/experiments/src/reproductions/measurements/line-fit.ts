import { mean } from '@aelab/metrics';

/** A straight line through points by least squares. */
export interface LineFit {
  readonly slope: number;
  readonly intercept: number;
  /** Share of the variance of y that the line explains; 1 where all points lie on it. */
  readonly rSquared: number;
}

/**
 * @param x - two different places or more
 * @param y - as many figures
 * @example
 * fitLine([0, 1, 2], [1, 3, 5]); // { slope: 2, intercept: 1, rSquared: 1 }
 */
export function fitLine(x: readonly number[], y: readonly number[]): LineFit {
  const [xMean, yMean] = [mean(x), mean(y)];
  const products = x.reduce((sum, at, i) => sum + (at - xMean) * (y[i] - yMean), 0);
  const slope = products / x.reduce((sum, at) => sum + (at - xMean) ** 2, 0);
  const intercept = yMean - slope * xMean;
  const left = y.reduce((sum, value, i) => sum + (value - intercept - slope * x[i]) ** 2, 0);
  const total = y.reduce((sum, value) => sum + (value - yMean) ** 2, 0);
  return { slope, intercept, rSquared: 1 - left / total };
}
