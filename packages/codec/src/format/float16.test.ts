import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromFloat16Bits, toFloat16Bits } from './float16.js';

const golden = JSON.parse(readFileSync(new URL('./float16.golden.json', import.meta.url), 'utf8')) as [
  number,
  number,
][];

describe('float16', () => {
  it('rounds as numpy 2.4 does', () => {
    for (const [bits, half] of golden) {
      const [value] = new Float32Array(Uint32Array.of(bits).buffer);
      expect([value, toFloat16Bits(value)]).toEqual([value, half]);
    }
  });

  it('gives all 65,536 patterns back, NaN as one of them', () => {
    for (let bits = 0; bits < 65536; bits++) {
      const back = toFloat16Bits(fromFloat16Bits(bits));
      expect(back).toBe(Number.isNaN(fromFloat16Bits(bits)) ? 0x7e00 : bits);
    }
  });

  it('sends what lies halfway to the even neighbour', () => {
    expect([1, 3, 5].map((k) => toFloat16Bits(1 + k * 2 ** -11))).toEqual([0x3c00, 0x3c02, 0x3c02]);
    expect([1, 3, 5].map((k) => toFloat16Bits(k * 2 ** -25))).toEqual([0, 2, 2]);
  });

  it('is the nearest: its error is at most 2⁻¹¹ of the value', () => {
    const normal = fc.float({ min: Math.fround(2 ** -14), max: 65504, noNaN: true });
    fc.assert(
      fc.property(normal, (value) => {
        expect(Math.abs(fromFloat16Bits(toFloat16Bits(value)) - value)).toBeLessThanOrEqual(value * 2 ** -11);
      }),
    );
  });

  it('refuses a finite number that would become infinite', () => {
    expect(() => toFloat16Bits(65520)).toThrow('value is 65520; float16 ends at ±65504');
    expect(toFloat16Bits(Infinity)).toBe(0x7c00);
  });
});
