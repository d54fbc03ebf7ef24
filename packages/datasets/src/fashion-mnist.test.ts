import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fashionMnist } from './fashion-mnist.js';

/** A folder with the four official files, decompressed. */
const official = process.env['AELAB_FASHION_MNIST'] ?? '';
const absent = !existsSync(official);
if (absent) console.warn('left out: the official Fashion-MNIST files (AELAB_FASHION_MNIST names no folder)');

describe.skipIf(absent)('fashionMnist, on the official files', () => {
  it.each([
    ['train', 6000],
    ['test', 1000],
  ] as const)('has as many %s images of each class', async (split, each) => {
    const { images, labels } = await fashionMnist(split, official);
    const counts = new Array<number>(10).fill(0);
    for (const label of labels) counts[label]++;
    expect(counts).toEqual(new Array(10).fill(each));
    expect(images.shape).toEqual([10 * each, 28, 28, 1]);
  });

  it('has the mean .2860 that PyTorch users normalise with', async () => {
    const { data } = (await fashionMnist('train', official)).images;
    let sum = 0;
    for (const value of data) sum += value;
    expect(sum / data.length / 255).toBeCloseTo(0.286, 4);
  });
});
