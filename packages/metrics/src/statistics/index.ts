export { bootstrap, bootstrapMean, bootstrapRatio } from './bootstrap.js';
export type { BootstrapOptions, Estimate, Interval } from './bootstrap.js';
export { addExactly, exactTotal } from './exact-sum.js';
export { mean, variance } from './mean.js';
export { normalCdf, normalQuantile } from './normal.js';
export { quantiles } from './quantile.js';
export { spread } from './spread.js';
export type { Spread } from './spread.js';
