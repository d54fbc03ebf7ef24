import { describe, expect, it } from 'vitest';
import golden from './tsne.golden.json' with { type: 'json' };
import { continuity, trustworthiness } from './trustworthiness.js';

/** Row i, column j: sin(1.3i + 2.1j + 0.37ij), 60 × 6; `tools/golden/tsne.py` computes the same. */
const waves = (columns: number) => ({
  data: Float64Array.from({ length: 60 * columns }, (_, e) => {
    const i = Math.floor(e / columns);
    const j = e % columns;
    return Math.sin(1.3 * i + 2.1 * j + 0.37 * i * j);
  }),
  shape: [60, columns] as const,
});

describe('trustworthiness and continuity', () => {
  it.each(golden.waves)('are those of scikit-learn 1.9.1 for k = $k', (expected) => {
    expect(trustworthiness(waves(6), waves(2), expected.k)).toBeCloseTo(expected.trustworthiness, 13);
    expect(continuity(waves(6), waves(2), expected.k)).toBeCloseTo(expected.continuity, 13);
  });

  it('are 1 for the points themselves, copies among them or not', () => {
    expect(trustworthiness(waves(6), waves(6))).toBe(1);
    const twice = { data: Float64Array.of(...waves(2).data, ...waves(2).data), shape: [120, 2] as const };
    expect(trustworthiness(twice, twice, 4)).toBe(1);
  });

  it('need as many points in both, and neighbours below half of them', () => {
    expect(() => trustworthiness(waves(6), waves(2), 30)).toThrow('k is 30');
    const fewer = { data: new Float64Array(20), shape: [10, 2] as const };
    expect(() => continuity(waves(6), fewer)).toThrow('there are 10 and 60 points');
  });
});
