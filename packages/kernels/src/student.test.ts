import { describe, expect, it } from 'vitest';
import { random } from './random.js';
import { pullInJavaScript, studentPull } from './student-pull.js';
import { pushInJavaScript, studentPush } from './student-push.js';

const { normal, integer } = random(5);

/** Relative to the largest value of either. */
function worstError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const scale = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]))) / scale;
}

describe.each([2, 3])('studentPush in %i dimensions', (dimensions) => {
  it.each([1, 4, 7, 50])('agrees with its JavaScript twin on %i masses', (length) => {
    const [wasm, twin] = [studentPush(60, dimensions), pushInJavaScript(60, dimensions)];
    for (const name of ['points', 'places'] as const)
      for (let axis = 0; axis < dimensions; axis++)
        for (let i = 0; i < 60; i++) wasm[name][axis][i] = twin[name][axis][i] = 3 * normal();
    for (let i = 0; i < 60; i++) wasm.mass[i] = twin.mass[i] = 1 + integer(20);
    const expected = twin.push(20, 30, length);
    expect(wasm.push(20, 30, length) / expected).toBeCloseTo(1, 6);
    for (let axis = 0; axis < dimensions; axis++)
      expect(worstError(wasm.pushes[axis], twin.pushes[axis])).toBeLessThan(1e-5);
  });

  it('keeps an array for n points, and no push on itself', () => {
    const { points, pushes, places, mass, push } = studentPush(1, dimensions);
    for (const axis of [...points, ...places]) axis[0] = 5;
    mass[0] = 3;
    expect(push(0, 1, 1)).toBe(3);
    expect(pushes).toEqual([0, 0, 0].map(() => Float32Array.of(0)));
  });
});

describe.each([2, 3])('studentPull in %i dimensions', (dimensions) => {
  it('agrees with its JavaScript twin on rows of any length', () => {
    const lengths = [0, 1, 3, 4, 5, 17, 2];
    const starts = new Int32Array(lengths.length + 1);
    lengths.forEach((length, i) => (starts[i + 1] = starts[i] + length));
    const columns = Int32Array.from({ length: starts[7] }, () => integer(7));
    const p = { starts, columns, values: Float64Array.from(columns, () => Math.abs(normal())) };
    const points = Float64Array.from({ length: 7 * dimensions }, normal);
    const [pulls, expected] = [new Float64Array(7 * dimensions), new Float64Array(7 * dimensions)];
    studentPull(p, dimensions)(points, pulls);
    pullInJavaScript(p, dimensions)(points, expected);
    expect(worstError(pulls, expected)).toBeLessThan(1e-5);
  });
});
