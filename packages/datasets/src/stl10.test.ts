import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openStl10, readStl10, stl10 } from './stl10.js';
import { decodeStl10Images, decodeStl10Labels } from './stl10-decode.js';
import { expectedPixels, stl10ImageFile } from './testing/official-files.js';

const folder = mkdtempSync(join(tmpdir(), 'aelab-stl-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Writes a file and says what it must be, as the table of the official ones does. */
function write(name: string, bytes: Uint8Array) {
  writeFileSync(join(folder, name), bytes);
  const md5 = createHash('md5').update(bytes).digest('hex');
  return { name, bytes: bytes.length, checksum: `md5:${md5}` } as const;
}

const sameBytes = (a: ArrayLike<number>, b: Uint8Array) => Buffer.from(b).equals(Uint8Array.from(a));

describe('decodeStl10Images', () => {
  it('brings planes that lie column by column into rows of interleaved colours', () => {
    expect(sameBytes(decodeStl10Images(stl10ImageFile(3)), expectedPixels(3, 96))).toBe(true);
  });
  it('names a truncated file', () => {
    expect(() => decodeStl10Images(new Uint8Array(27649))).toThrow(
      'the file has 27649 bytes; it must be a whole number of images of 27648',
    );
  });
});

describe('decodeStl10Labels', () => {
  it('names a label that is none', () => {
    expect(() => decodeStl10Labels(Uint8Array.of(1, 0))).toThrow('label 1 is 0; it must be from 1 to 10');
    expect(() => decodeStl10Labels(Uint8Array.of(11))).toThrow('label 0 is 11');
  });
});

describe('readStl10', () => {
  // more images than are decoded at a time, so that the pieces meet
  const images = write('images.bin', stl10ImageFile(70));
  const labels = write(
    'labels.bin',
    Uint8Array.from({ length: 70 }, (_, i) => 1 + (i % 10)),
  );

  it('reads images and labels, and records SHA-256 where only MD5 is published', async () => {
    const dataset = await readStl10('train', { images, labels }, folder);
    expect(dataset.images.shape).toEqual([70, 96, 96, 3]);
    expect(sameBytes(dataset.images.data, expectedPixels(70, 96))).toBe(true);
    expect([...dataset.labels.subarray(8, 12)]).toEqual([8, 9, 0, 1]);
    const sha256 = createHash('sha256').update(stl10ImageFile(70)).digest('hex');
    expect(dataset.provenance.checksums['images.bin']).toBe(sha256);
  });

  it('gives the images without labels one class', async () => {
    const { labels: none, classNames } = await readStl10('unlabeled', { images }, folder);
    expect(classNames).toEqual(['unlabeled']);
    expect(none).toEqual(new Uint8Array(70));
  });

  it('reads any part of a source without the rest', async () => {
    const source = await openStl10('train', { images, labels }, folder);
    const pixels = new Uint8Array(55 * 27648);
    await source.read(10, pixels);
    expect(sameBytes(pixels, expectedPixels(65, 96).subarray(10 * 27648))).toBe(true);
    await source.close();
  });

  it('refuses a file that is not the official one', async () => {
    write('train_X.bin', stl10ImageFile(1));
    await expect(stl10('train', folder)).rejects.toThrow(
      'train_X.bin has 27648 bytes; the official file has 138240000',
    );
  });
});
