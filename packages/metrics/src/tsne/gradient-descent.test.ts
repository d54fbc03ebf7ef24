import { describe, expect, it } from 'vitest';
import { descend } from './gradient-descent.js';
import type { Objective, Phase } from './gradient-descent.js';

const phase: Phase = {
  iterations: 1000,
  momentum: 0.8,
  exaggeration: 1,
  learningRate: 0.1,
  patience: 300,
  minGradientNorm: 1e-7,
};
const objective = (slope: number, divergence: (y: Float64Array) => number): Objective => ({
  fillGradient: (embedding, exaggeration, gradient) =>
    gradient.set(embedding.map((y) => slope * exaggeration * y)),
  klDivergence: divergence,
});

describe('descend', () => {
  it('finds the bottom of a bowl, and stops once the gradient is short', async () => {
    const y = Float64Array.of(3, -2);
    const bowl = objective(1, ([a, b]) => (a * a + b * b) / 2);
    const { klDivergence, iterations } = await descend(y, bowl, [phase], {});
    expect(klDivergence).toBeLessThan(1e-12);
    expect(iterations).toBeLessThan(1000);
  });

  it('stops when the divergence has not fallen for longer than its patience', async () => {
    const { iterations } = await descend(
      Float64Array.of(1),
      objective(1e-3, () => 7),
      [phase],
      {},
    );
    expect(iterations).toBe(50 + 350);
  });

  it('starts each phase at rest', async () => {
    const steps: number[] = [];
    const slope = objective(0, () => 0);
    const push: Objective = {
      ...slope,
      fillGradient: (y, exaggeration, gradient) => {
        steps.push(y[0]);
        gradient[0] = exaggeration;
      },
    };
    const once = { ...phase, iterations: 1, minGradientNorm: 0 };
    await descend(Float64Array.of(0), push, [once, { ...once, exaggeration: 12 }, once], {});
    // The first gain is 0.8: a point at rest has no direction to keep.
    [0, -0.08, -0.08 - 0.96].forEach((at, step) => expect(steps[step]).toBeCloseTo(at, 12));
  });
});
