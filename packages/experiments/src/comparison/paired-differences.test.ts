import { random } from '@aelab/kernels/random';
import { expect, it } from 'vitest';
import { pairedDifferences } from './paired-differences.js';

const { uniform } = random(5);
const easy = Float64Array.from({ length: 400 }, uniform);

it('tells runs apart by their difference on each image, where their own spreads hide it', () => {
  const harder = easy.map((error) => error + 0.01 * uniform());
  const { best, other } = pairedDifferences({ best: easy, other: harder }, 'best');
  expect(other.interval[0]).toBeGreaterThan(0.004);
  expect(other.interval[1]).toBeLessThan(0.006);
  expect([best.first, other.first]).toEqual([1, 0]);
});

it('shares the first place of equals', () => {
  const { a, b } = pairedDifferences({ a: easy, b: easy }, 'a');
  expect(a.first).toBeCloseTo(0.5, 9);
  expect(b.interval).toEqual([0, 0]);
});
