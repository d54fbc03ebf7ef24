import { expect, it } from 'vitest';
import { rankCorrelation } from './rank-correlation.js';

it('is -1 for a falling relation of whatever form', () => {
  expect(rankCorrelation([1, 2, 3, 4], [0, -1, -10, -1000])).toBeCloseTo(-1, 12);
});

it("agrees with SciPy 1.17's spearmanr, ties included", () => {
  expect(rankCorrelation([1, 2, 2, 3, 5, 4], [2, 1, 3, 3, 4, 9])).toBeCloseTo(0.8088235294117647, 12);
});
