import { assertPoints } from '../points.js';
import type { Points } from '../points.js';
import { jointAffinities } from './affinities.js';
import { barnesHutObjective } from './barnes-hut-objective.js';
import { exactTsne } from './exact-tsne.js';
import { descend } from './gradient-descent.js';
import type { Phase } from './gradient-descent.js';
import { initialEmbedding } from './initial-embedding.js';
import { tsneSettings } from './tsne-options.js';
import type { TsneOptions, TsneSettings } from './tsne-options.js';

/** A t-SNE map of n points. It is itself {@link Points}, and so goes wherever points go. */
export interface TsneMap extends Points {
  /** Row-major `[n, dimensions]`. */
  readonly data: Float64Array;
  readonly shape: readonly [n: number, dimensions: number];
  readonly engine: 'barnes-hut' | 'exact';
  /** KL(P ‖ Q); lower is better, between maps of the same points at the same perplexity. */
  readonly klDivergence: number;
  readonly iterations: number;
}

/**
 * A t-SNE map, in time about n log n: neighbours in it were neighbours among the points. Distances between far groups,
 * the sizes of groups and the space between them say nothing.
 *
 * By Barnes and Hut's sums over the exact nearest neighbours. The same points, options and machine give the same bytes.
 * Bring images to about 50 values by PCA first ({@link pcaEncode}): that is faster and takes away noise.
 *
 * @param points - `[n, d]`; an `ImageBatch` will do
 * @returns a promise, which rejects with the signal's reason once that is aborted
 * @throws RangeError if an option is out of bounds or a coordinate is not finite
 * @example
 * const grid = { data: Float64Array.from({ length: 200 }, (_, e) => (e % 2 ? e % 10 : e / 10)), shape: [100, 2] };
 * tsne(grid, { perplexity: 10 }).then((map) => map.shape); // [100, 2]
 * @see van der Maaten, "Accelerating t-SNE using tree-based algorithms", 2014; scikit-learn 1.9, `TSNE`
 */
export async function tsne(points: Points, options: TsneOptions = {}): Promise<TsneMap> {
  assertPoints('tsne', points);
  const settings = tsneSettings(points.shape[0], options);
  return options.engine === 'exact' ? exactTsne(points, options) : barnesHutTsne(points, settings);
}

async function barnesHutTsne(points: Points, settings: TsneSettings): Promise<TsneMap> {
  const { dimensions, perplexity, angle } = settings;
  const objective = barnesHutObjective(jointAffinities(points, perplexity), dimensions, angle);
  const data = initialEmbedding(points, settings);
  const outcome = await descend(data, objective, phasesOf(settings), settings);
  return { data, shape: [points.shape[0], dimensions], engine: 'barnes-hut', ...outcome };
}

/** scikit-learn's: exploration with exaggerated attraction and little momentum, then the rest. */
function phasesOf({ iterations, earlyExaggeration, learningRate }: TsneSettings): Phase[] {
  const exploration = Math.min(250, iterations);
  const minGradientNorm = 1e-7;
  return [
    {
      iterations: exploration,
      momentum: 0.5,
      exaggeration: earlyExaggeration,
      learningRate,
      patience: 250,
      minGradientNorm,
    },
    {
      iterations: iterations - exploration,
      momentum: 0.8,
      exaggeration: 1,
      learningRate,
      patience: 300,
      minGradientNorm,
    },
  ];
}
