import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTables, frequencyTable, tableOfWeights } from './frequency-table.js';
import { TOTAL } from './rans.js';

const exponents = fc.uint8Array({ min: 1, max: 63, minLength: 0, maxLength: 255 });

describe('frequencyTable', () => {
  it('gives every symbol at least 1 and all together 4,096, whatever the exponents', () => {
    fc.assert(
      fc.property(exponents, fc.nat(63), (list, escape) => {
        const { frequencies, starts } = frequencyTable(0, 0, Uint8Array.of(...list, escape));
        expect(Math.min(...frequencies)).toBeGreaterThanOrEqual(1);
        expect(frequencies.reduce((a, b) => a + b)).toBe(TOTAL);
        expect(starts.at(-1)).toBe(TOTAL - (frequencies.at(-1) ?? 0));
      }),
    );
  });

  it('halves the frequency for each 4 of the exponent', () => {
    const { frequencies } = frequencyTable(0, 0, Uint8Array.of(0, 4, 8, 63));
    expect([...frequencies]).toEqual([2340, 1170, 585, 1]);
  });
});

describe('tableOfWeights', () => {
  it('costs less than 0.2 % of the ideal code length for distributions that the floor of 1 does not touch', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 5000 }), { minLength: 2, maxLength: 30 }),
        (weights) => {
          const total = weights.reduce((a, b) => a + b);
          const { frequencies } = tableOfWeights(0, 0, weights);
          const bits = (share: (i: number) => number) =>
            weights.reduce((sum, w, i) => sum - (w / total) * Math.log2(share(i)), 0);
          const ideal = bits((i) => weights[i] / total);
          expect(bits((i) => frequencies[i] / TOTAL)).toBeLessThan(ideal + 0.002 * Math.max(1, ideal));
        },
      ),
    );
  });
});

describe('fitTables', () => {
  it('makes one table for each place, from that place alone', () => {
    const levels = Int32Array.from({ length: 600 }, (_, i) => (i % 3) * 10 + (Math.floor(i / 3) % 2));
    const tables = fitTables(levels, 3);
    expect(tables.map(({ lowest }) => lowest)).toEqual([0, 10, 20]);
    for (const { frequencies } of tables) expect(Math.abs(frequencies[0] - frequencies[1])).toBeLessThan(40);
  });

  it('lets fine levels share symbols, and peaked ones none', () => {
    const at = (scale: number) =>
      Int32Array.from({ length: 4001 }, (_, i) => Math.round(((i - 2000) / 2000) * scale));
    expect(fitTables(at(10), 1)[0].lowBits).toBe(0);
    expect(fitTables(at(5000), 1)[0].lowBits).toBe(9);
    const peaked = Int32Array.from({ length: 4001 }, (_, i) => (i % 20 ? i % 2 : (i % 100) - 50));
    expect(fitTables(peaked, 1)[0].lowBits).toBe(0);
  });

  it('refuses levels that do not go round', () => {
    expect(() => fitTables(new Int32Array(5), 2)).toThrow('5 levels and 2 tables');
    expect(() => fitTables(new Int32Array(0), 1)).toThrow('0 levels');
  });
});
