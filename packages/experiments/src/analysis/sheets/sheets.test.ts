import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { imageBatch, selectImages, type ImageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import {
  convAutoencoder,
  decode,
  linearAutoencoder,
  reconstruct,
  selectBackend,
  type Autoencoder,
} from '@aelab/models';
import type { ImageSheet } from '@aelab/viz';
import { beforeAll, describe, expect, it } from 'vitest';
import { firstOfClasses } from './choose-images.js';
import { filterSheet } from './filter-sheet.js';
import { interpolation, traversal } from './latent-walks.js';
import { addSheets, readSheets } from './sheets-file.js';

beforeAll(() => selectBackend('cpu'));

const { uniform } = random(0, 'sheets');
const noise = (n: number, ...[h, w, c]: [number, number, number]) =>
  imageBatch(Float32Array.from({ length: n * h * w * c }, uniform), [n, h, w, c]);

/** The i-th picture of a row, as numbers. */
const picture = ({ rows }: ImageSheet, row: number, i: number) => [
  ...selectImages(rows[row].images, [i]).data,
];

const close = (values: readonly number[], expected: readonly number[]) =>
  expected.forEach((value, k) => expect(values[k]).toBeCloseTo(value, 5));

const linear = () => linearAutoencoder({ imageShape: [2, 3, 1], latentDim: 3, seed: 0 });

describe('traversal', () => {
  it('moves one unit over what it was seen to be, the one that changes the picture most first', async () => {
    const spread = [1, 4, 0];
    const latents = Float32Array.from({ length: 303 }, (_, k) => (Math.floor(k / 3) / 100) * spread[k % 3]);
    const sheet = await traversal(linear(), { data: latents, shape: [101, 3] });
    const labels = sheet.rows.map(({ label }) => label);
    expect(labels).toEqual(['Unit 2', 'Unit 1', 'Unit 3']);
    const drawn = async (...values: number[]) =>
      (await decode(linear(), { data: Float32Array.from(values), shape: [1, 3] })).data;
    close(picture(sheet, 0, 0), [...(await drawn(0, 0.04, 0))]);
    close(picture(sheet, 0, 6), [...(await drawn(0, 3.96, 0))]);
    close(picture(sheet, 1, 3), [...(await drawn(0.5, 0, 0))]);
    close(picture(sheet, 2, 6), [...(await drawn(0, 0, 0))]);
  });
});

describe('interpolation', () => {
  it('goes from the reconstruction of one image to that of the other in even steps', async () => {
    const images = noise(3, 2, 3, 1);
    const sheet = await interpolation(linear(), { images, names: ['cat', 'dog', 'eel'] });
    expect(sheet.rows.map(({ label }) => label)).toEqual(['cat to dog']);
    expect(sheet.columns).toEqual(['0 %', '20 %', '40 %', '60 %', '80 %', '100 %']);
    const copies = await reconstruct(linear(), images);
    const [cat, dog] = [0, 1].map((i) => [...selectImages(copies, [i]).data]);
    [0, 0.2, 0.4, 0.6, 0.8, 1].forEach((share, i) =>
      close(
        picture(sheet, 0, i),
        cat.map((value, k) => (1 - share) * value + share * dog[k]),
      ),
    );
  });
});

describe('filterSheet', () => {
  const filters = (model: Autoencoder, images: ImageBatch) => filterSheet(model, images, 0);

  it('has filters of a dense layer over components of whole images', async () => {
    const model = linearAutoencoder({ imageShape: [4, 4, 1], latentDim: 3, seed: 0 });
    const sheet = await filters(model, noise(20, 4, 4, 1));
    expect(sheet?.rows.map(({ label, images }) => [label, images.shape])).toEqual([
      ['Filter', [3, 4, 4, 3]],
      ['PCA', [3, 4, 4, 3]],
    ]);
  });

  it('has filters of a convolution over components of patches, grey where a weight is 0', async () => {
    const model = convAutoencoder({ imageShape: [8, 8, 3], filters: [4], latentChannels: 2, seed: 0 });
    const sheet = await filters(model, noise(20, 8, 8, 3));
    expect(sheet?.rows[1].images.shape).toEqual([4, 3, 3, 3]);
    const values = picture(sheet as ImageSheet, 0, 0).map((value) => Math.abs(value - 0.5));
    expect(Math.max(...values)).toBeCloseTo(0.5, 6);
  });

  it('leaves out filters that are no pictures', async () => {
    const model = linearAutoencoder({ imageShape: [4, 4, 2], latentDim: 3, seed: 0 });
    expect(await filters(model, noise(20, 4, 4, 2))).toBeUndefined();
  });
});

describe('firstOfClasses', () => {
  const images = noise(6, 2, 2, 1);
  const dataset = { images, labels: Uint8Array.of(2, 0, 2, 0, 2, 0), classNames: ['a', 'b', 'c'] };

  it('takes the first image of each class that has any', () => {
    const chosen = firstOfClasses(dataset as never);
    expect(chosen.names).toEqual(['a', 'c']);
    expect(chosen.images.data).toEqual(selectImages(images, [1, 0]).data);
  });
});

describe('sheets.json', () => {
  it('gives the sheets back in 256 levels, and keeps those that were there', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aelab sheets '));
    const images = imageBatch(Float32Array.of(0, 1, 0.5, -0.2), [1, 2, 2, 1]);
    await addSheets(folder, { noise: { columns: ['0'], rows: [{ label: 'Original', images }] } });
    await addSheets(folder, { filters: { rows: [{ label: 'Filter', images }] } });
    const { noise, filters } = await readSheets(folder);
    expect(noise?.columns).toEqual(['0']);
    expect(filters?.rows[0].label).toBe('Filter');
    expect([...(noise?.rows[0].images.data ?? [])]).toEqual([0, 255, 128, 0]);
    expect(await readSheets(join(folder, 'none'))).toEqual({});
    await rm(folder, { recursive: true });
  });
});
