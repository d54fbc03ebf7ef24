import { random } from '@aelab/kernels/random';
import { expect, it } from 'vitest';
import { nearestSquaredDistances } from './nearest-distances.js';

it('finds the distances that sorting all of them finds, with and without the point itself', () => {
  const { normal } = random(0, 'nearest');
  const references = { data: Float64Array.from({ length: 90 * 5 }, normal), shape: [90, 5] } as const;
  const row = (i: number) => references.data.subarray(5 * i, 5 * i + 5);
  const squared = (i: number, j: number) => row(i).reduce((sum, v, c) => sum + (v - row(j)[c]) ** 2, 0);
  for (let i = 0; i < 90; i++) {
    const all = Array.from({ length: 90 }, (_, j) => squared(i, j)).sort((a, b) => a - b);
    expect([...nearestSquaredDistances(row(i), references, 3)]).toEqual(all.slice(0, 3));
    expect([...nearestSquaredDistances(row(i), references, 2, i)]).toEqual(all.slice(1, 3));
  }
  expect([...nearestSquaredDistances([1], { data: new Uint8Array([4]), shape: [1, 1] }, 2)]).toEqual([
    9,
    Infinity,
  ]);
});
