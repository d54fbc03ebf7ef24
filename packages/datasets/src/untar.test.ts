import { describe, expect, it } from 'vitest';
import { tarArchive } from './testing/tar-archive.js';
import { tarEntries } from './untar.js';

const bytes = (n: number, seed = 0) => Uint8Array.from({ length: n }, (_, i) => (i * 7 + seed) % 256);

/** The archive in pieces of a size that fits nothing. */
async function* inPieces(archive: Uint8Array, size: number) {
  for (let at = 0; at < archive.length; at += size)
    yield await Promise.resolve(archive.subarray(at, at + size));
}

async function contents(archive: Uint8Array, pieceSize = 700): Promise<[string, Uint8Array][]> {
  const found: [string, Uint8Array][] = [];
  for await (const { path, content } of tarEntries(inPieces(archive, pieceSize))) {
    const pieces: Uint8Array[] = [];
    for await (const piece of content) pieces.push(Uint8Array.from(piece));
    found.push([path, new Uint8Array(Buffer.concat(pieces))]);
  }
  return found;
}

describe('tarEntries', () => {
  const archive = tarArchive([
    { path: 'folder/', type: '5' },
    { path: 'folder/a.bin', content: bytes(1300) },
    { path: 'link', type: '2' },
    { path: 'empty' },
    { path: 'full-block', content: bytes(1024, 3) },
  ]);

  it.each([1, 511, 512, 513, 100_000])(
    'gives the files and their bytes, in pieces of %i bytes',
    async (size) => {
      const files = await contents(archive, size);
      expect(files).toEqual([
        ['folder/a.bin', bytes(1300)],
        ['empty', new Uint8Array()],
        ['full-block', bytes(1024, 3)],
      ]);
    },
  );

  it('finds the next entry when one is left unread, or read in part', async () => {
    const paths: string[] = [];
    for await (const { path, content } of tarEntries(inPieces(archive, 400))) {
      paths.push(path);
      if (path === 'folder/a.bin') await content[Symbol.asyncIterator]().next();
    }
    expect(paths).toEqual(['folder/a.bin', 'empty', 'full-block']);
  });

  it('joins the prefix of a long path', async () => {
    const long = tarArchive([{ path: 'name' }]);
    long.set(Buffer.from('some/where'), 345);
    const sum = long
      .subarray(0, 512)
      .reduce((total, byte, i) => total + (i >= 148 && i < 156 ? 32 : byte), 0);
    long.set(Buffer.from(sum.toString(8).padStart(6, '0')), 148);
    expect(await contents(long)).toEqual([['some/where/name', new Uint8Array()]]);
  });

  it('names a truncated archive, a damaged header, and what is no archive', async () => {
    await expect(contents(archive.subarray(0, 1700))).rejects.toThrow(
      'the archive ends 624 bytes before the end of folder/a.bin',
    );
    await expect(contents(archive.subarray(0, 600))).rejects.toThrow('the archive ends within a header');
    const damaged = Uint8Array.from(archive);
    damaged[0] ^= 1;
    await expect(contents(damaged)).rejects.toThrow("a header's checksum is");
    await expect(contents(bytes(2000))).rejects.toThrow("a header's checksum is");
  });
});
