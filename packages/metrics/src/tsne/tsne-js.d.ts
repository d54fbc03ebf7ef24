declare module 'tsne-js' {
  /** Its exact t-SNE, as far as it is used here; the package has no types of its own. */
  export default class TSNE {
    constructor(config: {
      dim: number;
      perplexity: number;
      earlyExaggeration: number;
      learningRate: number;
      nIter: number;
      metric: 'euclidean';
    });
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
}
