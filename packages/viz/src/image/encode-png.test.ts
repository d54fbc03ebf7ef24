import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { deflate } from './deflate.js';
import { encodePng, pngDataUri } from './encode-png.js';

describe('deflate', () => {
  it('is read back by zlib, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000, max: 3 }),
        fc.uint8Array({ maxLength: 500 }),
        (runs, noise) => {
          const bytes = Uint8Array.from([...runs, ...noise, ...runs]);
          expect(new Uint8Array(inflateSync(deflate(bytes)))).toEqual(bytes);
        },
      ),
    );
  });

  it('reaches every length and the farthest distance', () => {
    for (const length of [3, 10, 11, 18, 19, 130, 257, 258, 259, 1000]) {
      const bytes = new Uint8Array(length + 1).fill(7);
      expect(new Uint8Array(inflateSync(deflate(bytes)))).toEqual(bytes);
    }
    for (const gap of [4, 5, 255, 256, 24576, 32767, 32768, 32769]) {
      const bytes = Uint8Array.from({ length: gap + 3 }, (_, i) =>
        i % gap < 3 ? 200 + (i % gap) : (i * i) % 199,
      );
      expect(new Uint8Array(inflateSync(deflate(bytes)))).toEqual(bytes);
    }
  });

  it('makes a run of 10,000 equal bytes smaller than 120', () => {
    expect(deflate(new Uint8Array(10_000)).length).toBeLessThan(120);
  });
});

describe('encodePng', () => {
  it.each([1, 3, 4] as const)('is read back by resvg, %i channels', (channels) => {
    const [width, height] = [7, 5];
    const pixels = Uint8Array.from({ length: width * height * channels }, (_, i) =>
      channels === 4 && i % 4 === 3 ? 255 : (i * i * 37) % 256,
    );
    const image = `<image width="7" height="5" image-rendering="optimizeSpeed" href="${pngDataUri({ pixels, width, height, channels })}"/>`;
    const drawn = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="7" height="5">${image}</svg>`,
    ).render();
    const expected = Array.from({ length: width * height }, (_, p) => rgba(pixels, p, channels)).flat();
    expect([...drawn.pixels]).toEqual(expected);
  });

  it('refuses pixels that do not fill the picture, and a picture of none', () => {
    const picture = { width: 2, height: 2, channels: 3 } as const;
    expect(() => encodePng({ ...picture, pixels: new Uint8Array(11) })).toThrow('there must be 12');
    expect(() => encodePng({ ...picture, width: 0, pixels: new Uint8Array(0) })).toThrow('one or more');
  });
});

function rgba(pixels: Uint8Array, p: number, channels: number): number[] {
  const of = (c: number) => pixels[p * channels + (channels === 1 ? 0 : c)];
  return [of(0), of(1), of(2), 255];
}
