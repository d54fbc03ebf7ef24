import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { latentsToText, textToLatents } from './latents-text.js';
import { shortestDecimal } from './shortest-decimal.js';

const golden = JSON.parse(
  readFileSync(new URL('./shortest-decimal.golden.json', import.meta.url), 'utf8'),
) as [number, string][];

const float32 = fc.float({ noNaN: true, noDefaultInfinity: true });

describe('shortestDecimal', () => {
  it('has the digits that numpy 2.4 prints', () => {
    const digits = (text: string) => Number(text).toExponential();
    for (const [bits, text] of golden) {
      const [value] = new Float32Array(Uint32Array.of(bits).buffer);
      expect(digits(shortestDecimal(value))).toBe(digits(text));
    }
  });

  it('reads back to the same float32, −0 too', () => {
    fc.assert(
      fc.property(float32, (value) => {
        expect(Math.fround(Number(shortestDecimal(value)))).toBe(value);
      }),
    );
  });

  it('refuses what float32 does not hold', () => {
    expect(() => shortestDecimal(0.1)).toThrow('value is 0.1; it must be a finite float32');
    expect(() => shortestDecimal(NaN)).toThrow('value is NaN');
  });
});

describe('latentsToText', () => {
  it('gives every latent back', () => {
    const rows = fc.array(fc.tuple(float32, float32, float32), { minLength: 1 });
    fc.assert(
      fc.property(rows, (list) => {
        const latents = Float32Array.from(list.flat());
        expect(textToLatents(latentsToText(latents, 3))).toEqual({ latents, latentSize: 3 });
      }),
    );
  });

  it('prints a fixed number of digits, as the paper did with 19', () => {
    expect(latentsToText(Float32Array.of(0.1, -2), 2, 19)).toBe(
      '0.1000000014901161194 -2.0000000000000000000\n',
    );
  });

  it('refuses NaN and rows that do not go round', () => {
    expect(() => latentsToText(Float32Array.of(1, NaN), 2)).toThrow('latent 1 is NaN');
    expect(() => latentsToText(new Float32Array(5), 2)).toThrow('5 latents and latentSize 2');
  });
});

describe('textToLatents', () => {
  it.each([
    ['1 2\n3\n', 'line 2 has 1 values and the first 2'],
    ['1 two\n', 'a value is two'],
    ['1e39\n', 'a value is 1e39'],
    ['0x10\n', 'a value is 0x10'],
    ['Infinity\n', 'a value is Infinity'],
  ])('refuses %j', (text, message) => {
    expect(() => textToLatents(text)).toThrow(message);
  });

  it('takes any spaces and line ends', () => {
    expect(textToLatents(' 1\t 2 \r\n\r\n3 4').latents).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(textToLatents('')).toEqual({ latents: new Float32Array(0), latentSize: 0 });
  });
});
