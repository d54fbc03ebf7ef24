/** What the package `tsne-js` exports, as far as it is used here; it has no types of its own. */
export interface TsneJs {
  readonly default: new (config: {
    dim: number;
    perplexity: number;
    earlyExaggeration: number;
    learningRate: number;
    nIter: number;
    metric: 'euclidean';
  }) => TsneJsModel;
}

export interface TsneJsModel {
  /** Draws the first places from `Math.random`. */
  init(options: { data: number[][]; type: 'dense' }): void;
  /** The last divergence, and the number of the last iteration. */
  run(): [error: number, iteration: number];
  getOutput(): number[][];
  on(
    event: 'progressIter',
    listener: (state: [iteration: number, error: number, gradientNorm: number]) => void,
  ): void;
}
