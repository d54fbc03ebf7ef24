import { random } from '@aelab/kernels/random';
import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import type { TsneMap } from './tsne.js';
import type { TsneJs } from './tsne-js.js';
import type { TsneOptions } from './tsne-options.js';

/** More would take the engine hours, and several matrices of n² numbers. */
const mostPoints = 2000;

/**
 * t-SNE by the package `tsne-js` 1.0.3, all n² pairs in every iteration: a second opinion for at most 2,000 points
 * (500 points take about 50 ms an iteration, and four times that per doubling).
 *
 * Its objective is not quite {@link tsne}'s, so compare maps by {@link trustworthiness}, not by divergence: its
 * affinities fall with the distance where t-SNE has the squared distance. Its 150 first iterations exaggerate the
 * attraction, 4-fold by default, and it ends early when the divergence stays or rises.
 *
 * It draws from `Math.random`, which is seeded while it runs and restored after, even when it throws. It knows neither
 * `init` nor `angle`, and cannot be interrupted once it runs.
 *
 * @throws Error if `tsne-js` is not installed; RangeError for too many points, or an option it cannot follow
 */
export async function exactTsne(points: Points, options: TsneOptions): Promise<TsneMap> {
  assertExact(points, options);
  const { dimensions = 2, perplexity = 30, iterations = 1000, seed = 0 } = options;
  const { earlyExaggeration = 4, learningRate = 100, signal, onProgress } = options;
  const TSNE = await loadTsneJs();
  signal?.throwIfAborted();
  const model = new TSNE({
    dim: dimensions,
    perplexity,
    earlyExaggeration,
    learningRate,
    nIter: iterations,
    metric: 'euclidean',
  });
  model.on('progressIter', ([iteration, klDivergence, gradientNorm]) => {
    if (iteration % 50 === 0)
      onProgress?.({
        iteration,
        iterations,
        klDivergence,
        gradientNorm,
        embedding: Float64Array.from(model.getOutput().flat()),
      });
  });
  const [klDivergence, last] = withSeededMathRandom(seed, () => {
    model.init({ data: rowsOf(points), type: 'dense' });
    return model.run();
  });
  const data = Float64Array.from(model.getOutput().flat());
  return { data, shape: [points.shape[0], dimensions], engine: 'exact', klDivergence, iterations: last };
}

async function loadTsneJs(): Promise<TsneJs['default']> {
  const name = 'tsne-js'; // as a literal, TypeScript would look for its types, which there are none of
  try {
    return ((await import(name)) as TsneJs).default;
  } catch (cause) {
    throw new Error(
      'tsne: the exact engine needs the package tsne-js; install tsne-js 1.0.3, or use barnes-hut',
      { cause },
    );
  }
}

function withSeededMathRandom<T>(seed: number, action: () => T): T {
  const original = Math.random;
  Math.random = random(seed, 'tsne', 'exact').uniform;
  try {
    return action();
  } finally {
    Math.random = original;
  }
}

function rowsOf(points: Points): number[][] {
  const d = dimensionsOf(points);
  return Array.from({ length: points.shape[0] }, (_, i) =>
    Array.from(points.data.subarray(i * d, (i + 1) * d)),
  );
}

function assertExact({ shape: [n] }: Points, { init, angle, iterations = 1000 }: TsneOptions): void {
  if (n > mostPoints)
    throw new RangeError(
      `tsne: there are ${n} points; the exact engine takes at most ${mostPoints} (use barnes-hut)`,
    );
  if (iterations <= 150)
    throw new RangeError(
      `tsne: iterations is ${iterations}; the exact engine needs more than 150, or it never ends its exaggeration`,
    );
  if (init !== undefined && init !== 'random')
    throw new RangeError('tsne: init is given; the exact engine only starts at random');
  if (angle !== undefined) throw new RangeError(`tsne: angle is ${angle}; the exact engine has none`);
}
