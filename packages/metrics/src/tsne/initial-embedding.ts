import { random } from '@aelab/kernels/random';
import { principalAxes } from '../pca/principal-axes.js';
import { dimensionsOf } from '../points.js';
import type { Points } from '../points.js';
import type { TsneSettings } from './tsne-options.js';

/** Standard deviation of a map's first axis before the descent. */
const initialDeviation = 1e-4;

/** Where the descent starts, row-major `[n, dimensions]`. */
export function initialEmbedding(points: Points, { init, dimensions, seed }: TsneSettings): Float64Array {
  if (init === 'pca') return pcaEmbedding(points, dimensions);
  return init === 'random' ? randomEmbedding(points.shape[0], dimensions, seed) : init.slice();
}

/** Independent normal coordinates. */
function randomEmbedding(n: number, dimensions: number, seed: number): Float64Array {
  const { normal } = random(seed, 'tsne', 'initial');
  return Float64Array.from({ length: n * dimensions }, () => initialDeviation * normal());
}

/** The points on their first principal axes, scaled so that the first has the initial deviation. */
function pcaEmbedding(points: Points, dimensions: number): Float64Array {
  const { data, shape } = points;
  const d = dimensionsOf(points);
  const { centre, axes, spread } = principalAxes(points, dimensions, 'mean');
  const scale = initialDeviation / Math.sqrt(spread[0] / shape[0]);
  const embedding = new Float64Array(shape[0] * dimensions);
  for (let i = 0; i < shape[0]; i++)
    for (let axis = 0; axis < dimensions; axis++) {
      let sum = 0;
      for (let j = 0; j < d; j++) sum += (data[i * d + j] - centre[j]) * axes[axis * d + j];
      embedding[i * dimensions + axis] = sum * scale;
    }
  return embedding;
}
