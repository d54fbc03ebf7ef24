import { studentPull } from '@aelab/kernels';
import type { Affinities } from './affinities.js';
import { sparseKlDivergence } from './sparse-kl-divergence.js';
import type { Objective } from './gradient-descent.js';
import { emptyRepulsion, repulsion } from './repulsion.js';

/**
 * The t-SNE objective, KL(P ‖ Q) with Student's t-distribution of ν = dimensions − 1 degrees of freedom in the map, by
 * Barnes–Hut:
 * `gradient = 2 (ν + 1)/ν · (Σ p·q·(y − y') − Σ w·q·(y − y') / Z)`.
 */
export function barnesHutObjective(affinities: Affinities, dimensions: number, angle: number): Objective {
  const n = affinities.starts.length - 1;
  const repelled = new Float64Array(n * dimensions);
  const room = emptyRepulsion(n, dimensions);
  const pulled = new Float64Array(n * dimensions);
  const pull = studentPull(affinities, dimensions);
  const factor = (2 * dimensions) / (dimensions - 1);
  let z = NaN;
  return {
    fillGradient(embedding, exaggeration, gradient) {
      z = repulsion(room, embedding, angle, repelled);
      pull(embedding, pulled);
      for (let e = 0; e < gradient.length; e++)
        gradient[e] = factor * (exaggeration * pulled[e] - repelled[e] / z);
    },
    klDivergence: (embedding) => sparseKlDivergence(affinities, embedding, dimensions, z),
  };
}
