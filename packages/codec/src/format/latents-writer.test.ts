import { describe, expect, it } from 'vitest';
import { fitTables } from '../entropy/frequency-table.js';
import { uniformQuantiser } from '../quantise/quantiser.js';
import { latentsWriter, writeLatents } from './write-latents.js';

const levels = Int32Array.from({ length: 4 * 25 }, (_, i) => Math.round(3 * Math.sin(i * i)));
const description = {
  imageShape: [8, 8, 1],
  latentShape: [4],
  quantiser: uniformQuantiser(1),
  tables: fitTables(levels, 4),
  imagesPerBlock: 10,
} as const;

describe('latentsWriter', () => {
  it('makes block by block the bytes that writeLatents makes at once', () => {
    const writer = latentsWriter(description, 25);
    const blocks = [0, 40, 80].map((from) => writer.block(levels.subarray(from, Math.min(from + 40, 100))));
    const parts = [writer.start, ...blocks, writer.end()];
    expect(Buffer.concat(parts).equals(writeLatents({ ...description, levels }))).toBe(true);
  });

  it('refuses a block of another length, one too many, and an end too soon', () => {
    const writer = latentsWriter(description, 25);
    expect(() => writer.block(levels)).toThrow('100 latents for block 0; it holds 40');
    writer.block(levels.subarray(0, 40));
    expect(() => writer.end()).toThrow('1 blocks were written; 25 images fill 3');
    writer.block(levels.subarray(0, 40));
    expect(() => writer.block(levels.subarray(0, 40))).toThrow('40 latents for block 2; it holds 20');
    writer.block(levels.subarray(0, 20));
    expect(() => writer.block(levels.subarray(0, 20))).toThrow('20 latents for block 3; it holds 0');
    expect(() => writer.block(new Int32Array())).toThrow('0 latents for block 3');
  });

  it('refuses floats for levels, and levels for floats', () => {
    expect(() => latentsWriter(description, 10).block(new Float32Array(40))).toThrow(
      'Float32Array for uniform latents',
    );
    const floats = { imageShape: [8, 8, 1], latentShape: [4], quantiser: { precision: 'float32' } } as const;
    expect(() => latentsWriter(floats, 10).block(new Int32Array(40))).toThrow(
      'Int32Array for float32 latents',
    );
  });
});
