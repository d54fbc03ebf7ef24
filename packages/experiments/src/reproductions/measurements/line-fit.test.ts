import { expect, it } from 'vitest';
import { fitLine } from './line-fit.js';

it("agrees with SciPy 1.17's linregress", () => {
  const { slope, intercept, rSquared } = fitLine([0, 1, 2, 5, 10, 30], [1, 7, 14, 33, 64, 191]);
  expect(slope).toBeCloseTo(6.331269349845202, 10);
  expect(intercept).toBeCloseTo(1.016511867905045, 10);
  expect(rSquared).toBeCloseTo(0.9999829431635125, 12);
});
