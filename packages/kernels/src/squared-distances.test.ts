import { describe, expect, it } from 'vitest';
import { random } from './random.js';
import { distancesInJavaScript, squaredDistances } from './squared-distances.js';

function rows(count: number, columns: number): Float32Array {
  const { normal } = random(3, count, columns);
  return Float32Array.from({ length: count * columns }, normal);
}

describe('squaredDistances', () => {
  it.each([
    [1, 1, 1],
    [3, 5, 2],
    [4, 8, 4],
    [5, 9, 7],
    [6, 1030, 50],
    [2, 3, 784],
  ])('of %i queries to %i points in %i dimensions agrees with its JavaScript twin', (n, m, columns) => {
    const [queries, points] = [rows(n, columns), rows(m, columns).map((value) => value + 1)];
    const distances = squaredDistances(queries, points, columns);
    const twin = new Float32Array(n * m);
    distancesInJavaScript(queries, points, columns, twin);
    expect(distances).toHaveLength(n * m);
    const errors = distances.map((value, i) => Math.abs(value - twin[i]) / twin[i]);
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });

  it('keeps the digits of a small distance between large vectors', () => {
    const query = new Float32Array([1000, 2000]);
    const point = new Float32Array([1000.0625, 2000]);
    expect(squaredDistances(query, point, 2)[0]).toBe(0.0625 ** 2);
  });

  it('refuses rows that are not whole', () => {
    expect(() => squaredDistances(new Float32Array(5), new Float32Array(4), 2)).toThrow('[2.5,2]');
  });
});
