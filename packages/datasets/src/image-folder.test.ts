import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { imageFiles, imageFolder, imageFolderSource, type ImageFolderOptions } from './image-folder.js';
import { stratifiedSplit } from './subset.js';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'aelab-folder-'));
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes an image whose pixel at row y and column x has the colour. */
async function write(
  name: string,
  height: number,
  width: number,
  colour: (y: number, x: number) => readonly number[],
): Promise<void> {
  const pixels = Array.from({ length: height * width }, (_, i) => colour(Math.floor(i / width), i % width));
  const channels = pixels[0].length as 1 | 3 | 4;
  mkdirSync(join(root, name, '..'), { recursive: true });
  await sharp(Buffer.from(pixels.flat()), { raw: { width, height, channels } }).toFile(join(root, name));
}
const flat =
  (...colour: number[]) =>
  () =>
    colour;
const square: ImageFolderOptions = { height: 4, width: 4, channels: 3, fit: 'stretch' };

describe('imageFolder', () => {
  it('takes class names from folders and images in the order of their paths', async () => {
    await write('dog/b.png', 4, 4, flat(10, 20, 30));
    await write('cat/2.webp', 4, 4, flat(0, 0, 0));
    await write('cat/1.JPG', 4, 4, flat(255, 255, 255));
    writeFileSync(join(root, 'cat', 'notes.txt'), 'not an image');
    const { images, labels, classNames } = await imageFolder(root, square);
    expect(classNames).toEqual(['cat', 'dog']);
    expect([...labels]).toEqual([0, 0, 1]);
    expect(images.shape).toEqual([3, 4, 4, 3]);
    expect([...images.data.subarray(96, 99)]).toEqual([10, 20, 30]);
    expect(images.data[0]).toBe(255);
  });

  it('takes labels of a flat folder from a table, or has one class', async () => {
    await write('a.png', 2, 2, flat(1));
    await write('b.png', 2, 2, flat(2));
    expect((await imageFolder(root, square)).classNames).toEqual(['unlabeled']);
    const labels = [
      { file: 'b.png', label: 'two' },
      { file: 'a.png', label: 'one' },
    ];
    const labelled = await imageFolder(root, { ...square, labels });
    expect([...labelled.labels].map((label) => labelled.classNames[label])).toEqual(['one', 'two']);
    await expect(imageFolder(root, { ...square, labels: labels.slice(1) })).rejects.toThrow(
      'no row for b.png',
    );
  });

  it('cuts the middle out, or stretches the whole', async () => {
    // left third red, middle green, right blue
    await write('wide.png', 6, 18, (_, x) => [0, 0, 0].map((_, c) => (Math.floor(x / 6) === c ? 255 : 0)));
    const cut = await imageFolder(root, { height: 6, width: 6, channels: 3, fit: 'centre-crop' });
    expect(new Set(cut.images.data.filter((_, i) => i % 3 === 1))).toEqual(new Set([255]));
    const { data } = (await imageFolder(root, { height: 6, width: 6, channels: 3, fit: 'stretch' })).images;
    expect([...data.subarray(0, 3)]).toEqual([255, 0, 0]);
    expect([...data.subarray(15, 18)]).toEqual([0, 0, 255]);
  });

  it('cuts whole tiles, row by row, and keeps photographs apart in a split', async () => {
    for (const [i, name] of ['a.png', 'b.png', 'c.png', 'd.png'].entries())
      await write(name, 5, 7, (y, x) => [50 * i + 10 * Math.floor(y / 2) + Math.floor(x / 3)]);
    const tiles = await imageFolder(root, { height: 2, width: 3, channels: 1, fit: 'grid-crop' });
    const tile = [0, 1, 10, 11];
    const values = [0, 50, 100, 150].flatMap((base) => tile.map((v) => base + v));
    expect([...tiles.images.data]).toEqual(values.flatMap((v) => new Array<number>(6).fill(v)));
    expect([...(tiles.groups ?? [])]).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
    const { rest, held } = stratifiedSplit(tiles, 7, 0);
    expect(held.indices.length).toBe(4);
    expect(new Set(held.dataset.groups).size).toBe(1);
    expect([...(rest.dataset.groups ?? [])]).not.toContain(held.dataset.groups?.[0]);
  });

  it('turns colours to luminance, grey to three channels, 16 bits to 8, and draws transparency on black', async () => {
    await write('colour.png', 2, 2, flat(255, 0, 0));
    const grey = await imageFolder(root, { height: 2, width: 2, channels: 1, fit: 'stretch' });
    expect(grey.images.shape).toEqual([1, 2, 2, 1]);
    expect(grey.images.data[0]).toBeGreaterThan(50);
    expect(grey.images.data[0]).toBeLessThan(130);
    rmSync(join(root, 'colour.png'));
    await write('a-grey.png', 2, 2, flat(77));
    await write('b-clear.png', 2, 2, flat(255, 255, 255, 0));
    const wide = sharp(Buffer.alloc(12, 0x80), { raw: { width: 2, height: 2, channels: 3 } });
    await wide.toColourspace('rgb16').png().toFile(join(root, 'c-wide.png'));
    const wideGrey = sharp(Buffer.alloc(4, 0x80), { raw: { width: 2, height: 2, channels: 1 } });
    await wideGrey.toColourspace('grey16').png().toFile(join(root, 'd-wide-grey.png'));
    const greys = (await imageFolder(root, { height: 2, width: 2, channels: 1, fit: 'stretch' })).images.data;
    expect([...greys]).toEqual([77, 77, 77, 77, 0, 0, 0, 0, ...new Array<number>(8).fill(128)]);
    const { data } = (await imageFolder(root, { height: 2, width: 2, channels: 3, fit: 'stretch' })).images;
    expect([...data.subarray(0, 3)]).toEqual([77, 77, 77]);
    expect([...data.subarray(12, 15)]).toEqual([0, 0, 0]);
    expect([...data.subarray(24, 27)]).toEqual([128, 128, 128]);
    await expect(sharp(join(root, 'd-wide-grey.png')).metadata()).resolves.toMatchObject({ depth: 'ushort' });
  });

  it('turns a photograph upright', async () => {
    const pixels = Buffer.from([0, 0, 0, 255, 255, 255]);
    const sideways = sharp(pixels, { raw: { width: 2, height: 1, channels: 3 } });
    await sideways.withMetadata({ orientation: 6 }).png().toFile(join(root, 'a.png'));
    const { data } = (await imageFolder(root, { height: 2, width: 1, channels: 1, fit: 'grid-crop' })).images;
    expect([...data]).toEqual([0, 255]);
  });

  it('names a folder without images, a damaged file, a mixture, and an image smaller than a tile', async () => {
    await expect(imageFolder(root, square)).rejects.toThrow('holds no .png, .jpg or .webp file');
    await expect(imageFolder(join(root, 'nowhere'), square)).rejects.toThrow('cannot be read (ENOENT');
    writeFileSync(join(root, 'broken.png'), 'not a picture');
    await expect(imageFolder(root, square)).rejects.toThrow(/broken\.png cannot be decoded/);
    await expect(imageFolder(root, { ...square, fit: 'grid-crop' })).rejects.toThrow('cannot be decoded');
    rmSync(join(root, 'broken.png'));
    await write('small.png', 3, 9, flat(0));
    await expect(imageFolder(root, { ...square, fit: 'grid-crop' })).rejects.toThrow(
      'small.png is 9×3; it has no tile of 4×4',
    );
    await write('class/other.png', 4, 4, flat(0));
    await expect(imageFolder(root, square)).rejects.toThrow('1 images in folders and 1 beside them');
  });
});

describe('imageFolderSource', () => {
  it('reads any part of the images', async () => {
    for (const i of [0, 1, 2, 3]) await write(`${i}.png`, 4, 4, flat(i, i, i));
    const source = await imageFolderSource(root, square);
    expect(source.count).toBe(4);
    const pixels = new Uint8Array(2 * 48);
    await source.read(1, pixels);
    expect([pixels[0], pixels[48]]).toEqual([1, 2]);
  });
});

describe('imageFiles', () => {
  it('makes one batch of files of any size, in the order given, and says what they were', async () => {
    await write('wide.png', 2, 8, (_, x) => (x < 3 || x > 4 ? [255, 0, 0] : [60, 60, 60]));
    await write('grey.png', 4, 4, flat(200, 200, 200));
    const paths = ['wide.png', 'grey.png'].map((name) => join(root, name));
    const { images, files } = await imageFiles(paths, {
      height: 2,
      width: 2,
      channels: 1,
      fit: 'centre-crop',
    });
    expect(images).toMatchObject({ shape: [2, 2, 2, 1], range: [0, 255] });
    expect([...images.data]).toEqual([60, 60, 60, 60, 200, 200, 200, 200]);
    expect(files.map(({ height, width, channels }) => [height, width, channels])).toEqual([
      [2, 8, 3],
      [4, 4, 3],
    ]);
  });

  it('names a file that it cannot decode', async () => {
    const path = join(root, 'text.png');
    writeFileSync(path, 'no picture');
    await expect(imageFiles([path], { ...square, fit: 'stretch' })).rejects.toThrow(
      `${path} cannot be decoded`,
    );
  });
});
