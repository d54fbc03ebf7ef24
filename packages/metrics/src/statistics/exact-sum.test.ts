import { random, shuffle } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { addExactly, exactTotal } from './exact-sum.js';

const total = (values: Iterable<number>) => {
  const parts: number[] = [];
  for (const value of values) addExactly(parts, value);
  return exactTotal(parts);
};

describe('exact sums', () => {
  it('round once, as Python 3’s math.fsum in its own tests', () => {
    expect(total([1e100, 1, -1e100, 1e-100, 1e50, -1, -1e50])).toBe(1e-100);
    expect(total([2 ** 53, -0.5, -(2 ** -54)])).toBe(2 ** 53 - 1);
    expect(total([2 ** 53, 1, 2 ** -100])).toBe(2 ** 53 + 2);
    expect(total([2 ** 53 + 10, 1, 2 ** -100])).toBe(2 ** 53 + 12);
    expect(total([2 ** 53 - 4, 0.5, 2 ** -54])).toBe(2 ** 53 - 3);
    expect(total(Array<number>(10).fill(0.1))).toBe(1);
  });

  it('round a tie to even, and less than a tie down, whatever lies below', () => {
    expect(total([2 ** 53, 1])).toBe(2 ** 53);
    expect(total([2 ** 53, 0.75, 2 ** -60])).toBe(2 ** 53);
  });

  it('do not depend on the order', () => {
    const generator = random(0, 'sums');
    const values = Float64Array.from(
      { length: 500 },
      () => generator.normal() * 10 ** (8 * generator.normal()),
    );
    const sums = Array.from({ length: 20 }, () => total(shuffle([...values], generator)));
    expect(new Set(sums).size).toBe(1);
  });

  it('let infinity and NaN through', () => {
    expect(total([1, Infinity, 2])).toBe(Infinity);
    expect(total([1, Infinity, -Infinity])).toBeNaN();
    expect(total([1, NaN])).toBeNaN();
  });
});
