import { describe, expect, it } from 'vitest';
import { batches, epochOrder, type BatchOptions } from './batches.js';
import type { ImageSource } from './image-source.js';

/** Images of one pixel that is their own number, and a record of what is read. */
function numbered(count: number) {
  const reads: [first: number, count: number][] = [];
  const source: ImageSource = {
    name: 'numbered',
    split: 'all',
    classNames: ['even', 'odd'],
    provenance: { source: '', license: '', citation: '', checksums: {} },
    count,
    imageShape: [1, 1, 1],
    labels: Uint8Array.from({ length: count }, (_, i) => i % 2),
    read: (first, pixels) => {
      reads.push([first, pixels.length]);
      for (let i = 0; i < pixels.length; i++) pixels[i] = first + i;
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return { source, reads };
}

async function all(count: number, options: BatchOptions) {
  const { source, reads } = numbered(count);
  const found = [];
  for await (const batch of batches(source, options)) found.push(batch);
  return { found, reads };
}

describe('batches', () => {
  const shuffle = { seed: 1, epoch: 0 };

  it('visits every image once, in batches of which only the last may be smaller', async () => {
    const { found } = await all(250, { batchSize: 16, window: 64, shuffle });
    expect(found.map(({ labels }) => labels.length)).toEqual([...new Array<number>(15).fill(16), 10]);
    const visited = found.flatMap(({ indices }) => [...indices]);
    expect(visited.sort((a, b) => a - b)).toEqual([...Array(250).keys()]);
  });

  it('keeps images, labels and indices together', async () => {
    const { found } = await all(100, { batchSize: 10, window: 30, shuffle });
    for (const { images, labels, indices } of found) {
      expect([...images.data]).toEqual([...indices]);
      expect([...labels]).toEqual([...indices].map((i) => i % 2));
      expect(images.shape).toEqual([10, 1, 1, 1]);
    }
  });

  it('keeps the order of the source unless told', async () => {
    const { found } = await all(50, { batchSize: 20, window: 20 });
    expect(found.flatMap(({ indices }) => [...indices])).toEqual([...Array(50).keys()]);
  });

  it('never reads more than a window ahead', async () => {
    const { source, reads } = numbered(250);
    let handedOut = 0;
    for await (const { labels } of batches(source, { batchSize: 8, window: 32, shuffle })) {
      const read = reads.reduce((sum, [, n]) => sum + n, 0);
      expect(read - handedOut).toBeLessThanOrEqual(32);
      handedOut += labels.length;
    }
  });

  it('reads neighbours together', async () => {
    const { reads } = await all(1024, { batchSize: 64, window: 512, shuffle });
    expect(reads.length).toBeLessThanOrEqual(2 * 16);
  });

  it('gives batches that later ones do not overwrite', async () => {
    const { found } = await all(64, { batchSize: 8, window: 8 });
    expect([...found[0].images.data]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('refuses a window that is no multiple of the batch', async () => {
    for (const [batchSize, window] of [
      [16, 40],
      [0, 0],
      [16, 0],
    ])
      await expect(all(10, { batchSize, window })).rejects.toThrow(
        `batches: batchSize is ${batchSize} and window ${window}`,
      );
  });
});

describe('epochOrder', () => {
  it('repeats itself for a seed and an epoch, and differs between them', () => {
    const order = (seed: number, epoch: number) => [...epochOrder(300, 64, { seed, epoch })];
    expect(order(1, 0)).toEqual(order(1, 0));
    expect(order(1, 0)).not.toEqual(order(1, 1));
    expect(order(1, 0)).not.toEqual(order(2, 0));
  });

  it('draws each window from all over the source', () => {
    const order = epochOrder(10_000, 1000, { seed: 0, epoch: 0 });
    for (let start = 0; start < 10_000; start += 1000) {
      const window = order.subarray(start, start + 1000);
      const tenths = new Set(Array.from(window, (i) => Math.floor(i / 1000)));
      expect(tenths.size).toBeGreaterThanOrEqual(5);
    }
  });

  it('parts neighbours within a window', () => {
    const order = epochOrder(10_000, 1000, { seed: 0, epoch: 0 });
    const together = order.filter((image, place) => place > 0 && image === order[place - 1] + 1);
    expect(together.length).toBeLessThan(50);
  });

  it('puts every image in every place equally often when the window holds all', () => {
    const counts = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
    for (let epoch = 0; epoch < 5000; epoch++)
      epochOrder(5, 8, { seed: 0, epoch }).forEach((image, place) => counts[image][place]++);
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
