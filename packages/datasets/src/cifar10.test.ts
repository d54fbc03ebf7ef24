import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cifar10 } from './cifar10.js';
import {
  cifar10Images,
  decodeBatch,
  decodeCifar10Binary,
  decodeCifar10Pickle,
  readBatch,
} from './cifar10-decode.js';
import { cifarBinaryFile, cifarPickleFile, expectedPixels } from './testing/official-files.js';

describe('decodeCifar10Binary', () => {
  it('brings the colour planes into interleaved pixels, and keeps the labels', () => {
    const { pixels, labels } = decodeCifar10Binary(cifarBinaryFile([3, 9, 0]));
    expect(pixels).toEqual(expectedPixels(3, 32));
    expect([...labels]).toEqual([3, 9, 0]);
  });

  it('names a truncated file and a label that is none', () => {
    expect(() => decodeCifar10Binary(cifarBinaryFile([1]).subarray(1))).toThrow(
      'the file has 3072 bytes; it must be a whole number of records of 3073',
    );
    expect(() => decodeCifar10Binary(cifarBinaryFile([1, 10]))).toThrow('label 1 is 10');
  });
});

describe('decodeCifar10Pickle', () => {
  it('reads the same images and labels from a Python batch', () => {
    const { pixels, labels } = decodeCifar10Pickle(cifarPickleFile([3, 9, 0]));
    expect(pixels).toEqual(expectedPixels(3, 32));
    expect([...labels]).toEqual([3, 9, 0]);
  });

  it('reads a batch that lies where its images belong', () => {
    const file = cifarPickleFile([3, 9, 0]);
    const images = cifar10Images(4, file.length);
    const bytes = new Uint8Array(images.pixels.buffer, 3072, file.length);
    bytes.set(file);
    decodeBatch(readBatch(bytes), images, 1);
    expect(images.pixels.subarray(3072)).toEqual(expectedPixels(3, 32));
    expect([...images.labels]).toEqual([0, 3, 9, 0]);
  });

  it('runs nothing: a pickle that asks for a function is refused', () => {
    expect(() => decodeCifar10Pickle(cifarPickleFile([1], { name: 'posix\nsystem' }))).toThrow(
      'the pickle asks for "posix system"; images need NumPy arrays only',
    );
  });

  it('names rows that are not there, a truncation at any byte, and bytes that are no pickle', () => {
    expect(() => decodeCifar10Pickle(cifarPickleFile([1], { rows: 2 }))).toThrow(
      "'data' claims 2 rows of 3072 and has 3072 bytes",
    );
    expect(() => decodeCifar10Pickle(cifarPickleFile([1], { fortran: true }))).toThrow("'data' is no array");
    const file = cifarPickleFile([1]);
    for (let length = 0; length < file.length; length += length < 200 ? 1 : 97)
      expect(() => decodeCifar10Pickle(file.subarray(0, length))).toThrow(/^decodePickle: the pickle ends/);
    expect(() => decodeCifar10Pickle(new TextEncoder().encode('<!DOCTYPE html>'))).toThrow(
      'has the opcode 0x3c',
    );
  });

  it('names a dictionary without images, and labels that are too few', () => {
    expect(() => decodeCifar10Pickle(Uint8Array.from([0x80, 2, 0x7d, 0x2e]))).toThrow("'data' is no array");
    const file = cifarPickleFile([1, 2]);
    const second = file.indexOf(0x4b) + 2;
    const shorter = Uint8Array.from([...file.subarray(0, second), ...file.subarray(second + 2)]);
    expect(() => decodeCifar10Pickle(shorter)).toThrow("'labels' is no list of 2 numbers");
  });
});

describe('cifar10', () => {
  const folder = mkdtempSync(join(tmpdir(), 'aelab-cifar-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('refuses a missing, a truncated and a changed file, and says which', async () => {
    await expect(cifar10('test', folder)).rejects.toThrow(
      /test_batch\.bin cannot be read .*fetch the data set/,
    );
    const file = new Uint8Array(30_730_000);
    writeFileSync(join(folder, 'test_batch.bin'), file.subarray(0, 1000));
    await expect(cifar10('test', folder)).rejects.toThrow(
      'test_batch.bin has 1000 bytes; the official file has 30730000',
    );
    writeFileSync(join(folder, 'test_batch.bin'), file);
    const found = createHash('sha256').update(file).digest('hex');
    await expect(cifar10('test', folder)).rejects.toThrow(
      `test_batch.bin has SHA-256 ${found}; the official file has 8e2eb146`,
    );
  });
});

/** Folders with the official files, to be named in AELAB_CIFAR10: of the binary layout, the Python layout, or both. */
const official = (process.env['AELAB_CIFAR10'] ?? '').split(':').filter((folder) => existsSync(folder));
if (official.length === 0)
  console.warn('left out: the official CIFAR-10 files (AELAB_CIFAR10 names no folder)');

describe.each(official)('cifar10, on the official files in %s', (folder) => {
  it('has 1,000 test images of each class and the channel means that PyTorch users normalise with', async () => {
    const { images, labels } = await cifar10('test', folder);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(1000));
    expect([...labels.subarray(0, 8)]).toEqual([3, 8, 8, 0, 6, 6, 1, 6]);
    expect(createHash('sha256').update(images.data).digest('hex')).toMatchInlineSnapshot(
      `"f9b1e2130bab680db56eb06d886f7f1ad0f1183907ceff4659d1735c890f5b04"`,
    );
  });

  it('has the channel means .4914, .4822 and .4465 of the training images', async () => {
    const { data, shape } = (await cifar10('train', folder)).images;
    const sums = [0, 0, 0];
    for (let i = 0; i < data.length; i++) sums[i % 3] += data[i];
    const pixels = shape[0] * shape[1] * shape[2] * 255;
    expect(sums.map((sum) => (sum / pixels).toFixed(4))).toEqual(['0.4914', '0.4822', '0.4465']);
  });
});
