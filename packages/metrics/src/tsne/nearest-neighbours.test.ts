import { random } from '@aelab/kernels';
import { describe, expect, it } from 'vitest';
import { nearestNeighbours, nearestReferences } from './nearest-neighbours.js';

const { normal } = random(1);
const cloud = (n: number, d: number) => ({
  data: Float64Array.from({ length: n * d }, normal),
  shape: [n, d] as const,
});

describe('nearestNeighbours', () => {
  it('finds what sorting all distances finds', () => {
    const points = cloud(83, 7);
    const { indices, squaredDistances } = nearestNeighbours(points, 9);
    for (let i = 0; i < 83; i++) {
      const distance = (j: number) =>
        Array.from({ length: 7 }, (_, t) => (points.data[i * 7 + t] - points.data[j * 7 + t]) ** 2).reduce(
          (a, b) => a + b,
        );
      const others = Array.from({ length: 83 }, (_, j) => j).filter((j) => j !== i);
      const nearest = others.sort((a, b) => distance(a) - distance(b)).slice(0, 9);
      expect([...indices.subarray(i * 9, i * 9 + 9)]).toEqual(nearest);
      nearest.forEach((j, r) => expect(squaredDistances[i * 9 + r]).toBeCloseTo(distance(j), 12));
    }
  });

  it('puts the lower index first among points that are equally near', () => {
    const points = { data: new Float64Array(40), shape: [40, 1] as const };
    expect([...nearestNeighbours(points, 5).indices.subarray(0, 5)]).toEqual([1, 2, 3, 4, 5]);
    expect([...nearestNeighbours(points, 5).indices.subarray(195)]).toEqual([0, 1, 2, 3, 4]);
  });

  it('refuses more neighbours than there are, and coordinates that are not numbers', () => {
    expect(() => nearestNeighbours(cloud(5, 2), 5)).toThrow('k is 5; it must be a whole number from 1 to 4');
    expect(() => nearestNeighbours({ data: new Float64Array([0, NaN]), shape: [2, 1] }, 1)).toThrow(
      'value 1 is NaN',
    );
  });
});

describe('nearestReferences', () => {
  it('finds a point itself first when it is among the references', () => {
    const points = cloud(20, 3);
    const { indices, squaredDistances } = nearestReferences(points, points, 1);
    expect([...indices]).toEqual([...Array(20).keys()]);
    expect(Math.max(...squaredDistances)).toBe(0);
  });

  it('refuses points of other dimensions', () => {
    expect(() => nearestReferences(cloud(5, 2), cloud(5, 3), 1)).toThrow(
      'queries have 2 coordinates and references 3',
    );
  });
});
