import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeInteger } from './decoder/integer-decoder.js';
import { readIntegerDecoder, writeIntegerDecoder } from './decoder/decoder-file.js';
import { openLatents } from './format/open-latents.js';
import { readLatents } from './format/read-latents.js';
import { writeLatents } from './format/write-latents.js';
import { sampleContents } from './testing/hostile.js';

/** Files of version 1, committed when it was made: they must be read, and written byte by byte, for ever. */
const sample = (name: string) =>
  Uint8Array.from(readFileSync(new URL(`../samples/${name}`, import.meta.url)));
const hash = (bytes: Uint8Array | Float32Array) =>
  createHash('sha256').update(new Uint8Array(bytes.buffer)).digest('hex');

describe.each(Object.entries(sampleContents()))('v1-%s.ael', (name, content) => {
  it('is read as it was, by SHA-256 of the file and of its latents as little-endian float32', () => {
    const bytes = sample(`v1-${name}.ael`);
    expect([hash(bytes), hash(readLatents(openLatents(bytes)))]).toMatchSnapshot();
  });

  it('is written as it was', () => {
    expect(writeLatents(content)).toEqual(sample(`v1-${name}.ael`));
  });
});

describe.each(['dense', 'convolutional'])('v1-%s.aed', (name) => {
  const bytes = sample(`v1-${name}.aed`);

  it('makes the pixels that it made, by SHA-256 of the decoder and of the pixels', () => {
    const latents = readLatents(openLatents(sample('v1-uniform.ael')));
    const pixels = decodeInteger(readIntegerDecoder(bytes), latents);
    expect(new Set(pixels).size).toBeGreaterThan(50);
    expect([hash(bytes), hash(pixels)]).toMatchSnapshot();
  });

  it('is written as it was', () => {
    expect(writeIntegerDecoder(readIntegerDecoder(bytes))).toEqual(bytes);
  });
});
