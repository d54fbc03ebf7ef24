import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lacks } from '../../../tools/testing/requires.js';
import { decodeNpz, encodeNpz } from './npz.js';
import { writeZip } from './zip.js';

const golden = JSON.parse(readFileSync(new URL('npy.golden.json', import.meta.url), 'utf8')) as {
  numpy: string;
  values: number[];
  savez: string;
  savez_compressed: string;
};
const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'));
const arrays = {
  images: { data: Uint8Array.from({ length: 5000 }, (_, i) => i >> 8), shape: [50, 10, 10] },
  labels: { data: BigInt64Array.of(1n, 2n), shape: [2] },
};

describe.each(['savez', 'savez_compressed'] as const)(
  `decodeNpz, on a file of NumPy ${golden.numpy} %s`,
  (how) => {
    it('reads every array', async () => {
      const read = await decodeNpz(bytesOf(golden[how]));
      expect([...read.keys()]).toEqual(['images', 'labels']);
      expect(read.get('images')).toEqual({ data: Uint8Array.from(golden.values), shape: [2, 2, 3] });
      expect(read.get('labels')).toEqual({ data: BigInt64Array.of(3n, 1n), shape: [2] });
    });

    it('names the array when any byte of its content is changed', async () => {
      const file = bytesOf(golden[how]);
      file[120] ^= 0x40;
      await expect(decodeNpz(file)).rejects.toThrow(/^readZip: images\.npy /);
    });

    it('names a truncation at any length', async () => {
      const file = bytesOf(golden[how]);
      for (let length = 0; length < file.length; length++)
        await expect(decodeNpz(file.subarray(0, length))).rejects.toThrow('no end record');
    });
  },
);

describe('encodeNpz', () => {
  it.each([false, true])('gives back what was written (compress: %s)', async (compress) => {
    const file = await encodeNpz(arrays, { compress });
    expect(Object.fromEntries(await decodeNpz(file))).toEqual(arrays);
    expect(file.length < 1000).toBe(compress);
  });

  it('writes the same bytes twice', async () => {
    expect(await encodeNpz(arrays)).toEqual(await encodeNpz(arrays));
  });

  it.skipIf(lacks('python', 'zip files read by Python'))(
    'writes archives that Python finds whole',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'aelab-npz-'));
      for (const compress of [false, true]) {
        writeFileSync(join(folder, 'arrays.npz'), await encodeNpz(arrays, { compress }));
        const said = execFileSync('python3', ['-m', 'zipfile', '-t', join(folder, 'arrays.npz')], {
          encoding: 'utf8',
        });
        expect(said).toBe('Done testing\n');
      }
      rmSync(folder, { recursive: true });
    },
  );
});

describe('decodeNpz', () => {
  /** The archive with the 32-bit number at `offset` of its first central directory record replaced. */
  async function withField(offset: number, value: number): Promise<Uint8Array> {
    const file = await encodeNpz(arrays, { compress: true });
    const view = new DataView(file.buffer);
    const directory = view.getUint32(file.length - 6, true);
    view.setUint32(directory + offset, value, true);
    return file;
  }

  it.each([
    [
      'a size that no deflate stream of that length can have',
      24,
      900_000_000,
      'claims 900000000 bytes out of',
    ],
    ['a size that is too small', 24, 100, 'longer than it claims'],
    ['a size that is too large', 24, 20_000, 'claims 20000 bytes and holds 5128'],
    ['more compressed bytes than the archive has', 20, 1_000_000, 'the entries claim'],
    ['another checksum', 16, 1, 'another CRC-32'],
    ['a place beyond the end', 42, 1_000_000, 'is not at byte 1000000'],
    ['encryption', 8, 1 | (8 << 16), 'is encrypted'],
    ['an unknown method', 8, 14 << 16, 'compressed by method 14'],
  ])('names %s', async (_, offset, value, message) => {
    await expect(decodeNpz(await withField(offset, value))).rejects.toThrow(message);
  });

  it('names a file that is no array, and an array that is damaged', async () => {
    const other = await writeZip(new Map([['readme.txt', new Uint8Array(3)]]), false);
    await expect(decodeNpz(other)).rejects.toThrow('decodeNpz: the archive holds readme.txt');
    const damaged = await writeZip(new Map([['x.npy', new Uint8Array(30)]]), false);
    await expect(decodeNpz(damaged)).rejects.toThrow(
      'decodeNpz: x.npy: decodeNpy: the file does not begin with',
    );
  });

  it('is not misled by a comment that holds the signature of an end record', async () => {
    const file = await encodeNpz(arrays);
    const comment = new Uint8Array(40);
    comment.set([0x50, 0x4b, 5, 6], 7);
    file[file.length - 2] = comment.length;
    const commented = Uint8Array.from([...file, ...comment]);
    expect((await decodeNpz(commented)).get('labels')).toEqual(arrays.labels);
  });

  it('takes an array named __proto__ as any other', async () => {
    const file = await encodeNpz({ ['__proto__']: arrays.labels });
    expect([...(await decodeNpz(file)).keys()]).toEqual(['__proto__']);
  });
});
