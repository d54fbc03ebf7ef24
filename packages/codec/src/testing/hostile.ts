import fc from 'fast-check';
import { byteReader } from '../format/byte-reader.js';
import { crc32c } from '../format/crc32c.js';
import { blockCrc } from '../format/layout.js';
import { openLatents } from '../format/open-latents.js';
import { readLatents } from '../format/read-latents.js';
import type { LatentsContent } from '../format/write-latents.js';
import { fitTables } from '../entropy/frequency-table.js';
import { uniformQuantiser } from '../quantise/quantiser.js';
import { noise } from './noise.js';

/** One content of each kind, small: floats, levels, escapes, low bits, listed order, named decoder, several blocks. */
export function sampleContents() {
  const values = noise(60, 1).map((value) => 8 * value ** 3);
  const levels = Int32Array.from(values, Math.round);
  const wide = Int32Array.from(values, (value) => Math.round(value * 1000));
  const common = { imageShape: [4, 4, 1], latentShape: [2, 3], imagesPerBlock: 4 } as const;
  return {
    float32: { ...common, quantiser: { precision: 'float32' }, values },
    float16: {
      ...common,
      quantiser: { precision: 'float16' },
      values,
      decoder: { kind: 'float', hash: 'ab'.repeat(32) },
    },
    uniform: { ...common, quantiser: uniformQuantiser(0.5), levels, tables: fitTables(levels, 3) },
    escaped: {
      ...common,
      quantiser: uniformQuantiser([0.5, 1, 2], [0, 1, -1]),
      levels: levels.map((level, i) => (i % 11 ? level : level * 1e6)),
      tables: fitTables(levels.subarray(0, 24), 6),
      sourceIndices: [3, 4, 5, 100, 7, 8, 9, 10, 2, 1],
    },
    wide: {
      ...common,
      quantiser: { ...uniformQuantiser(0.001), precision: 'learned' },
      levels: wide,
      tables: fitTables(wide, 1),
      decoder: { kind: 'integer', hash: '0123456789abcdef'.repeat(4) },
    },
  } satisfies Record<string, LatentsContent>;
}

/** Reads all of a file. */
export function readWhole(bytes: Uint8Array): Float32Array {
  return readLatents(openLatents(bytes));
}

/**
 * The file with its checksums made right again, as far as header, index and blocks can still be found: what a forger
 * would send.
 */
export function resealed(bytes: Uint8Array): Uint8Array {
  const file = bytes.slice();
  const view = new DataView(file.buffer);
  if (file.length < 24) return file;
  const headerEnd = 12 + view.getUint32(8, true);
  if (headerEnd + 12 > file.length) return file;
  const headerCrc = crc32c(file.subarray(0, headerEnd));
  view.setUint32(headerEnd, headerCrc, true);
  const images = view.getUint32(12, true);
  const blocks = Math.ceil(images / Math.max(1, view.getUint32(16, true)));
  const indexStart = file.length - 8 - 4 * blocks;
  if (indexStart < headerEnd + 4) return file;
  const index = file.subarray(indexStart, indexStart + 4 * blocks);
  view.setUint32(indexStart + 4 * blocks, blockCrc(headerCrc, blocks, index), true);
  resealBlocks(file.subarray(headerEnd + 4, indexStart), index, headerCrc);
  return file;
}

function resealBlocks(body: Uint8Array, index: Uint8Array, headerCrc: number): void {
  const lengths = byteReader(index, 'index');
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength);
  let start = 0;
  for (let b = 0; 4 * b < index.length; b++) {
    const end = start + lengths.u32();
    if (end + 4 > body.length) return;
    view.setUint32(end, blockCrc(headerCrc, b, body.subarray(start, end)), true);
    start = end + 4;
  }
}

/** One or several harms: bits flipped, bytes overwritten, parts cut out, doubled or blown up, the end cut off. */
export type Harm = readonly [kind: number, at: number, value: number];

export const harms: fc.Arbitrary<Harm[]> = fc.array(
  fc.tuple(fc.nat(4), fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(2 ** 31)),
  { minLength: 1, maxLength: 4 },
);

export function harmed(bytes: Uint8Array, list: readonly Harm[]): Uint8Array {
  return list.reduce((file, harm) => (file.length ? harmedOnce(file, harm) : file), bytes);
}

function harmedOnce(bytes: Uint8Array, [kind, place, value]: Harm): Uint8Array {
  const at = Math.floor(place * bytes.length);
  const copy = bytes.slice();
  if (kind === 0) copy[at] ^= 1 << (value & 7);
  else if (kind === 1) copy[at] = value;
  else if (kind === 2) return bytes.slice(0, at);
  else if (kind === 3)
    copy.set(new Uint8Array(Uint32Array.of(lie(value)).buffer).subarray(0, bytes.length - at), at);
  else return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(Math.max(0, at - (value & 15)))]);
  return copy;
}

/** Lengths and counts that break careless readers. */
function lie(value: number): number {
  const favourites = [0, 1, 2, 255, 256, 65535, 2 ** 24, 2 ** 24 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1];
  return favourites[value % (favourites.length + 1)] ?? value;
}
