import { describe, expect, it } from 'vitest';
import { fitTables } from '../entropy/frequency-table.js';
import { fileSizes, openLatents } from '../format/open-latents.js';
import { writeLatents } from '../format/write-latents.js';
import { uniformQuantiser } from '../quantise/quantiser.js';
import { accountFor } from './account-for.js';
import { amortisedBytes, decoderBytes } from './decoder-bytes.js';

describe('decoderBytes', () => {
  it("is 437,824 and 109,456 bytes for the dense-codec paper's decoder, at float32 and int8", () => {
    const parameters = 64 * 128 + 128 + 128 * 784 + 784;
    expect(decoderBytes(parameters, 'float32')).toBe(437_824);
    expect(decoderBytes(parameters, 'int8')).toBe(109_456);
  });

  it('weighs as much as what 609 of its codes save against raw pixels', () => {
    expect(amortisedBytes(64, 437_824, 609)).toBeLessThanOrEqual(784);
    expect(amortisedBytes(64, 437_824, 608)).toBeGreaterThan(784);
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

  it('estimates escaped levels by the bytes that they take', () => {
    const levels = Int32Array.from({ length: 3000 }, (_, i) => (i % 2 ? 10 ** (i % 9) : -(10 ** (i % 9))));
    const content = { imageShape: [1, 1, 1], latentShape: [1], quantiser: uniformQuantiser(1) } as const;
    const file = openLatents(writeLatents({ ...content, levels, tables: fitTables(new Int32Array(9), 1) }));
    const { withoutHeader, estimated } = accountFor(file);
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
