import { random } from '@aelab/kernels';
import { describe, expect, it } from 'vitest';
import { conditionalAffinities, jointAffinities } from './affinities.js';
import { barnesHutObjective } from './barnes-hut-objective.js';
import { nearestNeighbours } from './nearest-neighbours.js';
import { emptyRepulsion, repulsion } from './repulsion.js';

const { normal } = random(2);
const cloud = (n: number, d: number, spread = 1) =>
  Float64Array.from({ length: n * d }, () => spread * normal());

/** The same sums over all pairs, as the definition has them. */
function exactRepulsion(y: Float64Array, dimensions: number) {
  const nu = dimensions - 1;
  const forces = new Float64Array(y.length);
  let z = 0;
  for (let i = 0; i < y.length; i += dimensions)
    for (let j = 0; j < y.length; j += dimensions) {
      if (i === j) continue;
      const difference = Array.from({ length: dimensions }, (_, axis) => y[i + axis] - y[j + axis]);
      const q = 1 / (1 + difference.reduce((sum, value) => sum + value * value, 0) / nu);
      z += q ** ((nu + 1) / 2);
      difference.forEach((value, axis) => (forces[i + axis] += q ** ((nu + 3) / 2) * value));
    }
  return { z, forces };
}

function barnesHut(y: Float64Array, dimensions: number, angle: number) {
  const forces = new Float64Array(y.length);
  return { z: repulsion(emptyRepulsion(y.length / dimensions, dimensions), y, angle, forces), forces };
}

const length = (values: Float64Array) => Math.hypot(...values);
const apart = (a: Float64Array, b: Float64Array) => length(a.map((value, e) => value - b[e])) / length(b);

describe.each([2, 3])('repulsion in %i dimensions', (dimensions) => {
  const y = cloud(500, dimensions, 20);

  it('is the sum over all pairs as the angle goes to 0, and near it at 0.5', () => {
    const exact = exactRepulsion(y, dimensions);
    const fine = barnesHut(y, dimensions, 1e-6);
    expect(fine.z / exact.z).toBeCloseTo(1, 6);
    expect(apart(fine.forces, exact.forces)).toBeLessThan(1e-5);
    const coarse = barnesHut(y, dimensions, 0.5);
    expect(Math.abs(coarse.z / exact.z - 1)).toBeLessThan(0.01);
    expect(apart(coarse.forces, exact.forces)).toBeLessThan(0.01);
    expect(apart(coarse.forces, exact.forces)).toBeGreaterThan(0);
  });

  it('takes points in one place, and a single point', () => {
    const same = new Float64Array(50 * dimensions).fill(3);
    expect(barnesHut(same, dimensions, 0.5)).toEqual({
      z: 50 * 49,
      forces: new Float64Array(50 * dimensions),
    });
    expect(barnesHut(new Float64Array(dimensions), dimensions, 0.5).z).toBe(0);
  });

  it('takes a far outlier, which leaves all others in one cell', () => {
    const far = Float64Array.from(y);
    far[0] = 1e9;
    const exact = exactRepulsion(far, dimensions);
    expect(barnesHut(far, dimensions, 1e-6).z / exact.z).toBeCloseTo(1, 6);
  });
});

describe('affinities', () => {
  const points = { data: cloud(60, 4), shape: [60, 4] as const };

  it('give every point the perplexity: the exponential of the entropy of its row', () => {
    const rows = conditionalAffinities(nearestNeighbours(points, 31), 10);
    for (let i = 0; i < 60; i++) {
      const row = rows.subarray(i * 31, (i + 1) * 31);
      const entropy = row.reduce((sum, p) => sum - p * Math.log(p), 0);
      expect(Math.exp(entropy)).toBeCloseTo(10, 3);
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    }
  });

  it('are symmetric and add up to 1', () => {
    const { starts, columns, values } = jointAffinities(points, 10);
    const dense = new Float64Array(60 * 60);
    for (let i = 0; i < 60; i++)
      for (let e = starts[i]; e < starts[i + 1]; e++) dense[i * 60 + columns[e]] += values[e];
    dense.forEach((p, e) => expect(p).toBeCloseTo(dense[(e % 60) * 60 + Math.floor(e / 60)], 15));
    expect(values.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
  });
});

describe.each([2, 3])('barnesHutObjective in %i dimensions', (dimensions) => {
  it('has the gradient of its divergence', () => {
    const points = { data: cloud(30, 5), shape: [30, 5] as const };
    const objective = barnesHutObjective(jointAffinities(points, 5), dimensions, 1e-6);
    const y = cloud(30, dimensions);
    const gradient = new Float64Array(y.length);
    const scratch = new Float64Array(y.length);
    const divergenceWith = (e: number, step: number) => {
      const moved = Float64Array.from(y);
      moved[e] += step;
      objective.fillGradient(moved, 1, scratch);
      return objective.klDivergence(moved);
    };
    objective.fillGradient(y, 1, gradient);
    // Sums are in Float32, so the steps are large, and the slope of fourth order.
    for (const e of [0, 7, 31, 59]) {
      const rise = (step: number) => divergenceWith(e, step) - divergenceWith(e, -step);
      expect(gradient[e]).toBeCloseTo((8 * rise(0.02) - rise(0.04)) / 0.24, 4);
    }
  });
});
