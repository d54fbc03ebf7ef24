import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableOfWeights } from './frequency-table.js';
import type { FrequencyTable } from './frequency-table.js';
import { TOTAL, ransDecoder, ransEncoder, symbolSlots } from './rans.js';

function encode(runs: readonly (readonly [Uint8Array, FrequencyTable])[]): Uint8Array {
  const encoder = ransEncoder(runs.reduce((sum, [symbols]) => sum + symbols.length, 0));
  for (const [symbols, table] of runs.toReversed()) encoder.push(symbols, table);
  return encoder.finish();
}

/** Symbols drawn from the table's own frequencies, by a generator of whole numbers. */
function drawn(table: FrequencyTable, count: number): Uint8Array {
  const { symbols } = symbolSlots(table);
  let state = 1;
  return Uint8Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return symbols[state >>> 20];
  });
}

const table = fc
  .array(fc.nat(1000), { minLength: 2, maxLength: 256 })
  .filter((weights) => weights.some((weight) => weight > 0))
  .map((weights) => tableOfWeights(0, 0, weights));

const run = table.chain((t) =>
  fc.tuple(fc.uint8Array({ max: t.frequencies.length - 1, maxLength: 200 }), fc.constant(t)),
);

describe('rANS', () => {
  it('gives back what it was given, ends where it began and reads every byte', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 5 }), (runs) => {
        const bytes = encode(runs);
        const decoder = ransDecoder(bytes);
        for (const [symbols, t] of runs) {
          expect(decoder.pull(symbols.length, symbolSlots(t))).toEqual(symbols);
        }
        expect(decoder.finished()).toBe(true);
        expect(decoder.consumed()).toBe(bytes.length);
      }),
    );
  });

  it.each([
    ['nearly certain', [4000, 1, 1]],
    ['peaked', [1, 5, 25, 125, 25, 5, 1]],
    ['flat', new Array<number>(200).fill(1)],
  ])('is within 0.1 % of the ideal length: %s', (_, weights) => {
    const t = tableOfWeights(0, 0, weights);
    const symbols = drawn(t, 200_000);
    const ideal = symbols.reduce((bits, s) => bits - Math.log2(t.frequencies[s] / TOTAL), 0) / 8;
    expect(encode([[symbols, t]]).length).toBeLessThan(ideal * 1.001 + 4);
  });

  it('writes these bytes, on every machine', () => {
    const t = tableOfWeights(0, 0, [1, 5, 25, 125, 25, 5, 1]);
    const bytes = encode([[drawn(t, 10_000), t]]);
    expect([bytes.length, createHash('sha256').update(bytes).digest('hex')]).toMatchInlineSnapshot(`
      [
        1912,
        "f633ced8d6905fcd629eb9399e51fd5c4341ec9ecea189e1f86865d3f1495f9a",
      ]
    `);
  });

  it('refuses a state that no encoder leaves', () => {
    expect(() => ransDecoder(Uint8Array.of(1, 2, 3))).toThrow('rANS state is 0');
    expect(() => ransDecoder(Uint8Array.of(255, 127, 0, 0))).toThrow('rANS state is 32767');
    expect(() => ransDecoder(Uint8Array.of(0, 0, 0, 128))).toThrow('rANS state is 2147483648');
  });
});
