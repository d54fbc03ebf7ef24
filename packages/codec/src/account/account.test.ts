import { describe, expect, it } from 'vitest';
import { fitTables } from '../entropy/frequency-table.js';
import { fileSizes, openLatents } from '../format/open-latents.js';
import { writeLatents } from '../format/write-latents.js';
import { uniformQuantiser } from '../quantise/quantiser.js';
import { accountFor } from './account-for.js';
import { amortisedBytes, breakEvenImages, decoderBytes } from './break-even.js';

describe('breakEvenImages', () => {
  it("is 132 for the dense-codec paper's sizes: 2,623 KB once, 22 KB to 2 KB", () => {
    expect(breakEvenImages(2623, 22, 2)).toBe(132);
  });

  it('is 609 and 153 images for its decoder alone, at float32 and int8, against raw pixels', () => {
    const parameters = 64 * 128 + 128 + 128 * 784 + 784;
    expect(parameters).toBe(109_456);
    expect(breakEvenImages(decoderBytes(parameters, 'float32'), 784, 64)).toBe(609);
    expect(breakEvenImages(decoderBytes(parameters, 'int8'), 784, 64)).toBe(153);
  });

  it('is 3,091 images against lossless WebP', () => {
    expect(breakEvenImages(437_824, 205.66, 64)).toBe(3091);
  });

  it('is the first number of images at which both together are no larger', () => {
    for (const [decoder, original, compressed] of [
      [1000, 20, 10],
      [1001, 20, 10],
    ]) {
      const images = breakEvenImages(decoder, original, compressed);
      expect(amortisedBytes(compressed, decoder, images)).toBeLessThanOrEqual(original);
      expect(decoder + compressed * (images - 1)).toBeGreaterThan(original * (images - 1));
    }
  });

  it('never comes for a codec that makes images larger', () => {
    expect(breakEvenImages(10, 5, 5)).toBe(Infinity);
    expect(() => breakEvenImages(10, -5, 5)).toThrow('original -5');
  });
});

describe('accountFor', () => {
  it('estimates what the blocks really take to 0.5 %, and counts every byte of the file', () => {
    const levels = Int32Array.from({ length: 40_000 }, (_, i) => Math.round(4 * Math.sin(i * i) ** 3));
    const content = { imageShape: [8, 8, 1], latentShape: [8], quantiser: uniformQuantiser(1) } as const;
    const file = openLatents(writeLatents({ ...content, levels, tables: fitTables(levels, 8) }));
    const { images, perImage, withoutHeader, estimated } = accountFor(file);
    expect(images).toBe(5000);
    expect(perImage * images).toBe(fileSizes(file).file);
    expect(Math.abs(withoutHeader / (estimated ?? 0) - 1)).toBeLessThan(0.005);
  });

  it('has no estimate for float latents', () => {
    const values = new Float32Array(16);
    const bytes = writeLatents({
      imageShape: [8, 8, 1],
      latentShape: [8],
      quantiser: { precision: 'float16' },
      values,
    });
    expect(accountFor(openLatents(bytes))).toMatchObject({ withoutHeader: 16, estimated: undefined });
  });
});
