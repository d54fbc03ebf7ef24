import type { DescentHooks } from './gradient-descent.js';

/** Names and defaults are scikit-learn's (1.9), in our spelling. */
export interface TsneOptions extends DescentHooks {
  /** `barnes-hut` (default) is ours; `exact` is the package `tsne-js`, for some hundred points: see {@link exactTsne}. */
  readonly engine?: 'barnes-hut' | 'exact';
  /** Of the map: 2 (default) or 3. */
  readonly dimensions?: 2 | 3;
  /** Effective number of neighbours of a point, by default 30; it must be below the number of points. */
  readonly perplexity?: number;
  /** By default 1,000; the first 250 exaggerate the attraction. */
  readonly iterations?: number;
  /** By default 12. */
  readonly earlyExaggeration?: number;
  /** By default `max(n / earlyExaggeration / 4, 50)`. */
  readonly learningRate?: number;
  /** How coarse the Barnes–Hut sums may be, above 0 to 1; by default 0.5, and smaller is more exact and slower. */
  readonly angle?: number;
  /** Where points start: on their principal axes (default), at random, or at given places `[n, dimensions]`. */
  readonly init?: 'pca' | 'random' | Float64Array;
  /** Of the random start, by default 0; the other starts take no random numbers. */
  readonly seed?: number;
}

/** The options with every default filled in. */
export interface TsneSettings extends DescentHooks {
  readonly dimensions: 2 | 3;
  readonly perplexity: number;
  readonly iterations: number;
  readonly earlyExaggeration: number;
  readonly learningRate: number;
  readonly angle: number;
  readonly init: 'pca' | 'random' | Float64Array;
  readonly seed: number;
}

/** @throws RangeError if an option is out of bounds for n points */
export function tsneSettings(n: number, options: TsneOptions): TsneSettings {
  const { dimensions = 2, perplexity = 30, iterations = 1000, earlyExaggeration = 12, angle = 0.5 } = options;
  const { learningRate = Math.max(n / earlyExaggeration / 4, 50), init = 'pca', seed = 0 } = options;
  const { signal, onProgress } = options;
  check('dimensions', dimensions, [2, 3].includes(dimensions), '2 or 3');
  check('perplexity', perplexity, perplexity >= 1 && perplexity < n, `at least 1 and below the ${n} points`);
  check('iterations', iterations, Number.isInteger(iterations) && iterations > 0, 'a whole number above 0');
  check('earlyExaggeration', earlyExaggeration, earlyExaggeration >= 1, 'at least 1');
  check('learningRate', learningRate, learningRate > 0, 'above 0');
  check('angle', angle, angle > 0 && angle <= 1, 'above 0 and at most 1');
  if (init instanceof Float64Array)
    check(
      'the length of init',
      init.length,
      init.length === n * dimensions,
      `n·dimensions, ${n * dimensions}`,
    );
  return {
    dimensions,
    perplexity,
    iterations,
    earlyExaggeration,
    learningRate,
    angle,
    init,
    seed,
    signal,
    onProgress,
  };
}

function check(name: string, value: number, holds: boolean, need: string): void {
  if (!holds) throw new RangeError(`tsne: ${name} is ${value}; it must be ${need}`);
}
