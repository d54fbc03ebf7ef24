import type { Affinities } from './affinities.js';

/**
 * The pull on each point, `Σ p·q·(y − y')` over the entries of its row, into `forces`; `q = 1 / (1 + ‖y − y'‖² / ν)`
 * with ν = dimensions − 1.
 *
 * @param embedding - the points that are pulled, row-major
 * @param anchors - those that pull, which the columns of the affinities count; the same array within one map
 */
export function attraction(
  affinities: Affinities,
  embedding: Float64Array,
  anchors: Float64Array,
  dimensions: number,
  forces: Float64Array,
): void {
  if (dimensions === 2) attract2d(affinities, embedding, anchors, forces);
  else attract3d(affinities, embedding, anchors, forces);
}

function attract2d(
  { starts, columns, values }: Affinities,
  embedding: Float64Array,
  anchors: Float64Array,
  forces: Float64Array,
): void {
  for (let i = 0; i < starts.length - 1; i++) {
    const [x, y] = [embedding[2 * i], embedding[2 * i + 1]];
    let fx = 0;
    let fy = 0;
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = 2 * columns[e];
      const dx = x - anchors[j];
      const dy = y - anchors[j + 1];
      const pull = values[e] / (1 + dx * dx + dy * dy);
      fx += pull * dx;
      fy += pull * dy;
    }
    forces[2 * i] = fx;
    forces[2 * i + 1] = fy;
  }
}

function attract3d(
  { starts, columns, values }: Affinities,
  embedding: Float64Array,
  anchors: Float64Array,
  forces: Float64Array,
): void {
  for (let i = 0; i < starts.length - 1; i++) {
    const [x, y, z] = [embedding[3 * i], embedding[3 * i + 1], embedding[3 * i + 2]];
    let fx = 0;
    let fy = 0;
    let fz = 0;
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      const j = 3 * columns[e];
      const dx = x - anchors[j];
      const dy = y - anchors[j + 1];
      const dz = z - anchors[j + 2];
      const pull = values[e] / (1 + (dx * dx + dy * dy + dz * dz) / 2);
      fx += pull * dx;
      fy += pull * dy;
      fz += pull * dz;
    }
    forces[3 * i] = fx;
    forces[3 * i + 1] = fy;
    forces[3 * i + 2] = fz;
  }
}

/** `KL(P ‖ Q) = Σ p·ln(p / q)` of the sparse affinities, with `q = w / Z`, given Z = ΣΣ w over all pairs. */
export function sparseKlDivergence(
  { starts, columns, values }: Affinities,
  embedding: Float64Array,
  dimensions: number,
  z: number,
): number {
  const nu = dimensions - 1;
  let divergence = 0;
  for (let i = 0; i < starts.length - 1; i++)
    for (let e = starts[i]; e < starts[i + 1]; e++) {
      let squared = 0;
      for (let axis = 0; axis < dimensions; axis++)
        squared += (embedding[i * dimensions + axis] - embedding[columns[e] * dimensions + axis]) ** 2;
      const logW = (-(nu + 1) / 2) * Math.log1p(squared / nu);
      if (values[e] > 0) divergence += values[e] * (Math.log(values[e] * z) - logW);
    }
  return divergence;
}
