import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitTables } from '../entropy/frequency-table.js';
import type { FrequencyTable } from '../entropy/frequency-table.js';
import { uniformQuantiser } from '../quantise/quantiser.js';
import { harmed, harms, readWhole, resealed, sampleContents } from '../testing/hostile.js';
import { AelFormatError } from './ael-format-error.js';
import { fileSizes, openLatents } from './open-latents.js';
import { damagedBlocks, readLatents, readLevels } from './read-latents.js';
import { writeLatents } from './write-latents.js';
import type { LatentsContent } from './write-latents.js';

const contents: [string, LatentsContent][] = Object.entries(sampleContents());

describe.each(contents)('a %s file', (_name, content) => {
  const bytes = writeLatents(content);

  it('gives back the latents and the header', () => {
    const file = openLatents(bytes);
    if ('levels' in content) expect(readLevels(file)).toEqual(content.levels);
    else if (content.quantiser.precision === 'float32') expect(readLatents(file)).toEqual(content.values);
    const { decoder, sourceIndices, imageShape, latentShape, quantiser, images } = file.header;
    expect({ decoder, imageShape, latentShape, images }).toEqual({
      decoder: content.decoder,
      imageShape: [4, 4, 1],
      latentShape: [2, 3],
      images: 10,
    });
    expect(quantiser).toEqual(content.quantiser);
    expect(sourceIndices && [...sourceIndices]).toEqual(content.sourceIndices);
  });

  it('reads any images, in any order, as they are in the whole', () => {
    const file = openLatents(bytes);
    const whole = readLatents(file);
    expect(readLatents(file, [9, 0, 4, 4])).toEqual(
      Float32Array.from([9, 0, 4, 4].flatMap((i) => [...whole.subarray(6 * i, 6 * i + 6)])),
    );
  });

  it('finds each single flipped bit', () => {
    for (let bit = 0; bit < 8 * bytes.length; bit++) {
      const copy = bytes.slice();
      copy[bit >>> 3] ^= 1 << (bit & 7);
      expect(() => readWhole(copy)).toThrow(AelFormatError);
    }
  });

  it('finds each place where it is cut off, and anything behind its end', () => {
    for (let length = 0; length < bytes.length; length++)
      expect(() => openLatents(bytes.subarray(0, length))).toThrow(AelFormatError);
    expect(() => openLatents(Uint8Array.of(...bytes, 0))).toThrow(AelFormatError);
  });

  it('ends in a named error or a correct decode, whatever is done to it', () => {
    fc.assert(
      fc.property(harms, fc.boolean(), (list, sealed) => {
        const file = harmed(bytes, list);
        try {
          const found = readWhole(sealed ? resealed(file) : file);
          if (!sealed) expect(found).toEqual(readWhole(bytes));
        } catch (error) {
          if (!(error instanceof AelFormatError) && !isTooLarge(error)) throw error;
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** A file may hold more than is read at once; asking for all of it is then the caller's mistake. */
function isTooLarge(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('more than 2^26 values');
}

describe('damage', () => {
  const bytes = writeLatents(sampleContents().uniform);
  const damaged = bytes.slice();
  damaged[bytes.length - fileSizes(openLatents(bytes)).index - 6] ^= 1;
  const file = openLatents(damaged);

  it('to one block loses that block only', () => {
    expect(damagedBlocks(openLatents(bytes))).toEqual([]);
    expect(damagedBlocks(file)).toEqual([2]);
    expect(readLatents(file, [0, 7])).toEqual(readLatents(openLatents(bytes), [0, 7]));
    expect(() => readLatents(file, [0, 8])).toThrow('block 2, images 8 to 9, is damaged');
  });

  it('is found where two sound blocks changed places', () => {
    const same = { ...sampleContents().float32, values: new Float32Array(60) };
    const swapped = writeLatents(same);
    const { blocks } = openLatents(swapped);
    expect(blocks[0].payload).toEqual(blocks[1].payload);
    expect(blocks[0].crc).not.toBe(blocks[1].crc);
  });
});

describe('a forged file', () => {
  const forge = (at: number, value: number) => {
    const bytes = writeLatents(sampleContents().uniform);
    new DataView(bytes.buffer).setUint32(at, value, true);
    return resealed(bytes);
  };

  it.each([
    ['images', 12, 2 ** 31, 'cut short'],
    ['images', 12, 2 ** 31 + 1, 'images is 2147483649'],
    ['images per block', 16, 0, 'images per block times latents is 0'],
    [
      'images per block',
      16,
      2 ** 24,
      'images per block times latents is 100663296; it must be 1 to 16777216',
    ],
    ['header length', 8, 2 ** 32 - 1, 'cut short'],
    ['latent shape', 27, 2 ** 31, 'latent shape: its size is 6442450944'],
  ])('that lies about its %s allocates nothing for it (byte %i, %i)', (_, at, value, message) => {
    expect(() => readWhole(forge(at, value))).toThrow(message);
  });
});

describe('a block too short for its images', () => {
  it.each(contents)('is refused before room is made for them: %s', (_name, content) => {
    const bytes = writeLatents(content);
    const view = new DataView(bytes.buffer);
    view.setUint32(12, 2 * 10 ** 6, true);
    view.setUint32(16, 10 ** 6, true);
    const index = bytes.length - 8 - 12;
    const two = Uint8Array.of(...bytes.subarray(0, index), ...bytes.subarray(index + 4));
    expect(() => openLatents(resealed(two))).toThrow(AelFormatError);
  });

  it('is said to be so', () => {
    const { float32 } = sampleContents();
    const bytes = writeLatents({ ...float32, imagesPerBlock: 10 });
    new DataView(bytes.buffer).setUint32(12, 10 ** 6, true);
    new DataView(bytes.buffer).setUint32(16, 10 ** 6, true);
    expect(() => openLatents(resealed(bytes))).toThrow(
      'block 0 has 240 bytes; its 1000000 images need 24000000 or more',
    );
  });

  it('never is one that an encoder wrote: all latents at their likeliest', () => {
    for (const other of [2, 10, 100, 10_000]) {
      const levels = new Int32Array(20_000);
      const training = Int32Array.from({ length: 20_000 }, (_, i) => (i % other ? 0 : 1));
      const tables = fitTables(training, 1);
      const content = { imageShape: [1, 1, 1], latentShape: [1], quantiser: uniformQuantiser(1) } as const;
      const bytes = writeLatents({ ...content, levels, tables, imagesPerBlock: 20_000 });
      expect(readLevels(openLatents(bytes))).toEqual(levels);
    }
  });
});

describe('openLatents', () => {
  it('refuses a wrong decoder by its hash', () => {
    const { float16, uniform } = sampleContents();
    const bytes = writeLatents(float16);
    expect(openLatents(bytes, 'ab'.repeat(32)).header.images).toBe(10);
    expect(() => openLatents(bytes, 'cd'.repeat(32))).toThrow(
      `the latents are for decoder ${'ab'.repeat(32)} and yours is ${'cd'.repeat(32)}`,
    );
    expect(() => openLatents(writeLatents(uniform), 'ab'.repeat(32))).toThrow('decoder (not named)');
  });

  it('names what it was given instead', () => {
    expect(() => openLatents(new TextEncoder().encode('PNG'))).toThrow('cut short');
    expect(() => openLatents(new Uint8Array(100))).toThrow('the file begins with [0,0,0,0]');
    const future = writeLatents(sampleContents().float32);
    future[4] = 2;
    expect(() => openLatents(future)).toThrow('the file has version 2; this library reads version 1');
  });

  it('says how each part counts: they add up to the file', () => {
    for (const [, content] of contents) {
      const bytes = writeLatents(content);
      const { file, header, blocks, index } = fileSizes(openLatents(bytes));
      expect(header + blocks + index).toBe(file);
      expect(index).toBe(4 * 3 + 8);
    }
  });
});

describe('writeLatents', () => {
  const { uniform, float32 } = sampleContents();
  it.each<[LatentsContent, string]>([
    [{ ...float32, imageShape: [4, 70000, 1] as const }, 'imageShape is [4,70000,1]'],
    [{ ...float32, latentShape: [7] }, '60 latents and latentShape [7]'],
    [{ ...float32, latentShape: [] }, 'latentShape is []'],
    [{ ...float32, imagesPerBlock: 0 }, 'imagesPerBlock is 0'],
    [{ ...float32, sourceIndices: [1] }, '1 sourceIndices for 10 images'],
    [{ ...float32, decoder: { kind: 'float' as const, hash: 'abc' } }, 'decoder.hash is abc'],
    [{ ...uniform, quantiser: uniformQuantiser([1, 2, 3, 4]) }, '4 steps for 6 latents'],
    [{ ...float32, sourceIndices: [0, 1, 2, 3, 4, 5, 6, 7, 8, 1.5] }, 'source index 9 is 1.5'],
    [{ ...uniform, levels: new Int32Array(6).fill(2 ** 30) }, 'level 0 is 1073741824'],
    [
      {
        ...{ ...uniform, latentShape: [2 ** 13], levels: new Int32Array(2 ** 13) },
        tables: new Array<FrequencyTable>(2 ** 13).fill(uniform.tables[0]),
      },
      '8192 tables; a file has at most 4096',
    ],
    [{ ...uniform, tables: [] }, '0 tables for 6 latents'],
  ])('refuses what does not fit together, with its value', (content, message) => {
    expect(() => writeLatents(content)).toThrow(message);
  });

  it('wastes almost nothing: 10,000 images of 24 latents, header, tables and index under 3 % at 10 bytes an image', () => {
    const spread = (i: number) => Math.floor(8 * Math.sin(i * i * 0.7) * Math.sin(i * 1.3) ** 2);
    const levels = Int32Array.from({ length: 240_000 }, (_, i) => spread(i));
    const bytes = writeLatents({
      imageShape: [28, 28, 1],
      latentShape: [24],
      quantiser: uniformQuantiser(1),
      levels,
      tables: fitTables(levels, 24),
    });
    const { file, header, index } = fileSizes(openLatents(bytes));
    expect(header + index).toBeLessThan(0.03 * 100_000);
    expect(file).toBeLessThan(120_000);
    expect(readLevels(openLatents(bytes), [1234, 9999])).toEqual(
      Int32Array.of(...levels.subarray(1234 * 24, 1235 * 24), ...levels.subarray(9999 * 24)),
    );
  });

  it('keeps every float32 bit by bit, NaN and −0 too', () => {
    const bits = fc.uint8Array({ minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(bits, (pattern) => {
        const values = new Float32Array(pattern.slice().buffer);
        const bytes = writeLatents({ ...float32, latentShape: [2], values });
        expect(new Uint8Array(readWhole(bytes).buffer)).toEqual(pattern);
      }),
    );
  });

  it('keeps any levels under any tables', () => {
    const level = fc.oneof(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -(2 ** 28), max: 2 ** 28 }));
    const rows = fc.array(fc.tuple(level, level), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.constantFrom(1, 2),
        fc.integer({ min: 1, max: 50 }),
        (a, b, count, imagesPerBlock) => {
          const levels = Int32Array.from(a.flat());
          const tables = fitTables(Int32Array.from(b.flat()), count);
          const content = { ...uniform, latentShape: [2], imagesPerBlock, levels, tables };
          expect(readLevels(openLatents(writeLatents(content)))).toEqual(levels);
        },
      ),
    );
  });
});
