import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frequencyTable } from '../entropy/frequency-table.js';
import { isInteger, uniformQuantiser } from '../quantise/quantiser.js';
import { harmed, harms, readWhole, resealed, sampleContents } from '../testing/hostile.js';
import { AelFormatError } from './ael-format-error.js';
import { byteReader } from './byte-reader.js';
import { byteWriter } from './byte-writer.js';
import { readHeader, writeHeader } from './header.js';
import { decodeLevels, decodingTables, encodeLevels } from './levels-block.js';
import { openLatents } from './open-latents.js';
import { readLatents, readLevels } from './read-latents.js';
import { readTables, writeTables } from './tables.js';
import { writeLatents } from './write-latents.js';

const { float32, uniform, wide } = sampleContents();

/** What a file says, written anew. */
function rewritten(bytes: Uint8Array): Uint8Array {
  const file = openLatents(bytes);
  const { quantiser, ...header } = file.header;
  return isInteger(quantiser)
    ? writeLatents({ ...header, quantiser, levels: readLevels(file) })
    : writeLatents({ ...header, quantiser, values: readLatents(file) });
}

describe('a file', () => {
  it('has one spelling: what is read is written back byte by byte, or refused', () => {
    fc.assert(
      fc.property(fc.constantFrom(float32, uniform, wide), harms, (content, list) => {
        const file = resealed(harmed(writeLatents(content), list));
        try {
          readWhole(file);
        } catch {
          return;
        }
        expect(rewritten(file)).toEqual(file);
      }),
      { numRuns: 3000 },
    );
  });

  it('has nothing between its blocks and its index', () => {
    const bytes = writeLatents(float32);
    const index = bytes.length - 8 - 4 * 3;
    const padded = Uint8Array.of(...bytes.subarray(0, index), 0, ...bytes.subarray(index));
    expect(() => openLatents(resealed(padded))).toThrow('1 bytes lie between the blocks and the index');
  });
});

describe('a header', () => {
  const header = openLatents(writeLatents(uniform)).header;

  it('has nothing behind its end', () => {
    const floats = writeHeader(openLatents(writeLatents(float32)).header);
    expect(() => readHeader(Uint8Array.of(...floats, 0))).toThrow('1 bytes are left over');
    expect(() => readHeader(Uint8Array.of(...writeHeader(header), 0))).toThrow('bits are left over');
  });

  it('has steps, offsets and tables that go round', () => {
    const four = new Float32Array(4).fill(1);
    for (const quantiser of [uniformQuantiser(four), uniformQuantiser(1, four)])
      expect(() => readHeader(writeHeader({ ...header, quantiser }))).toThrow(
        'for 6 latents; the count must divide them',
      );
    const tables = [...header.tables, ...header.tables].slice(0, 4);
    expect(() => readHeader(writeHeader({ ...header, tables }))).toThrow('it has 4 tables for 6 latents');
  });

  it('has steps that are widths, and offsets that are numbers', () => {
    const quantiser = uniformQuantiser(1, 2);
    const broken = (part: object) => () =>
      readHeader(writeHeader({ ...header, quantiser: { ...quantiser, ...part } }));
    expect(broken({ steps: Float32Array.of(-1) })).toThrow('a step is not positive');
    expect(broken({ steps: Float32Array.of(Infinity) })).toThrow('a step is not positive');
    expect(broken({ offsets: Float32Array.of(NaN) })).toThrow('offsets are not finite');
  });
});

describe('tables', () => {
  const bytes = writeTables([frequencyTable(0, 0, Uint8Array.of(0, 4, 8))]);

  it('are filled up with zeros, by less than a byte', () => {
    expect(() => readTables(Uint8Array.of(...bytes, 0), 1)).toThrow('bits are left over');
    const set = bytes.slice();
    set[set.length - 1] |= 128;
    expect(() => readTables(set, 1)).toThrow(AelFormatError);
  });

  it('stay within what levels may be', () => {
    for (const table of [
      frequencyTable(2 ** 28 + 1, 0, Uint8Array.of(0, 0)),
      frequencyTable(0, 27, Uint8Array.of(0, 0)),
      frequencyTable(0, 26, new Uint8Array(18)),
    ])
      expect(() => readTables(writeTables([table]), 1)).toThrow('from within ±2^28');
  });
});

describe('a varint', () => {
  const read = (...bytes: number[]) => byteReader(Uint8Array.from(bytes), 'test').varint();

  it('has one spelling, below 2³²', () => {
    for (const value of [0, 127, 128, 2 ** 28, 2 ** 32 - 1]) {
      const writer = byteWriter();
      writer.varint(value);
      expect(read(...writer.finish())).toBe(value);
    }
    expect(() => read(0x80, 0)).toThrow('longer than it needs to be');
    expect(() => read(255, 255, 255, 255, 127)).toThrow('not below 2^32');
    expect(() => read(255)).toThrow('cut short');
  });
});

describe('a block of levels', () => {
  const tables = [frequencyTable(0, 1, Uint8Array.of(0, 4, 8))];
  const levels = Int32Array.of(0, 1, 2, 3, 0, 1, 9, -5);
  const payload = encodeLevels(levels, 2, tables);
  const decode = (bytes: Uint8Array) => decodeLevels(bytes, 4, 2, decodingTables(tables));

  it('is read back', () => {
    expect(decode(payload)).toEqual(levels);
  });

  it('ends where it ends', () => {
    expect(() => decode(Uint8Array.of(...payload, 0))).toThrow('left over');
    for (let length = 0; length < payload.length; length++)
      expect(() => decode(payload.subarray(0, length))).toThrow(AelFormatError);
  });

  it('leaves the coder where it began: no other state, no other number of images', () => {
    for (let bit = 0; bit < 31; bit++) {
      const copy = payload.slice();
      copy[bit >>> 3] ^= 1 << (bit & 7);
      expect(() => decode(copy)).toThrow(AelFormatError);
    }
    expect(() => decodeLevels(payload, 3, 2, decodingTables(tables))).toThrow(AelFormatError);
  });

  it('has no escaped level beyond ±2²⁸', () => {
    const escape = [frequencyTable(0, 0, Uint8Array.of(0))];
    const block = (zigzagged: number) => {
      const writer = byteWriter();
      writer.bytes(encodeLevels(new Int32Array(0), 1, escape));
      writer.varint(zigzagged);
      return writer.finish();
    };
    const read = (zigzagged: number) => decodeLevels(block(zigzagged), 1, 1, decodingTables(escape));
    expect([...read(2 ** 29)]).toEqual([2 ** 28]);
    expect(() => read(2 ** 29 + 2)).toThrow('an escaped level is 268435457');
  });
});
