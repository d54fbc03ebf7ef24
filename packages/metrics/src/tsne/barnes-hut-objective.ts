import type { Affinities } from './affinities.js';
import { attraction, sparseKlDivergence } from './attraction.js';
import type { Objective } from './gradient-descent.js';
import { repulsion } from './repulsion.js';
import { buildSpaceTree, emptySpaceTree } from './space-tree.js';

/**
 * The t-SNE objective, KL(P ‖ Q) with Student's t-distribution of ν = dimensions − 1 degrees of freedom in the map, by
 * Barnes–Hut:
 * `gradient = 2 (ν + 1)/ν · (Σ p·q·(y − y') − Σ w·q·(y − y') / Z)`.
 */
export function barnesHutObjective(affinities: Affinities, dimensions: number, angle: number): Objective {
  const n = affinities.starts.length - 1;
  const tree = emptySpaceTree(n, dimensions);
  const repelled = new Float64Array(n * dimensions);
  const factor = (2 * dimensions) / (dimensions - 1);
  let z = NaN;
  return {
    fillGradient(embedding, exaggeration, gradient) {
      buildSpaceTree(tree, embedding);
      z = repulsion(tree, angle, repelled);
      attraction(affinities, embedding, embedding, dimensions, gradient);
      for (let e = 0; e < gradient.length; e++)
        gradient[e] = factor * (exaggeration * gradient[e] - repelled[e] / z);
    },
    klDivergence: (embedding) => sparseKlDivergence(affinities, embedding, dimensions, z),
  };
}
