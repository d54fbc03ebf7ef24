import { describe, expect, it } from 'vitest';
import type { ImageDataset } from './image-dataset.js';
import { stratifiedSplit, stratifiedSubset } from './subset.js';

/** One pixel per image, its own index, so that a wrong image shows. */
function numbered(counts: readonly number[]): ImageDataset {
  const labels = Uint8Array.from(counts.flatMap((n, label) => new Array<number>(n).fill(label)));
  return {
    name: 'numbered',
    split: 'train',
    images: { data: Uint8Array.from(labels.keys()), shape: [labels.length, 1, 1, 1], range: [0, 255] },
    labels,
    classNames: counts.map(String),
    provenance: { source: '', license: '', citation: '', checksums: {} },
  };
}
const countOf = ({ labels, classNames }: ImageDataset) =>
  classNames.map((_, k) => labels.filter((label) => label === k).length);

describe('stratifiedSubset', () => {
  it('gives every class its share, the odd ones to the largest fractions', () => {
    // 10 of 50 + 30 + 15 + 5: shares 5, 3, 1.5, 0.5; the tie goes to the earlier class
    expect(countOf(stratifiedSubset(numbered([50, 30, 15, 5]), 10, 0).dataset)).toEqual([5, 3, 2, 0]);
    // 7 of 40 + 33 + 27: shares 2.8, 2.31, 1.89
    expect(countOf(stratifiedSubset(numbered([40, 33, 27]), 7, 0).dataset)).toEqual([3, 2, 2]);
  });

  it('keeps images, labels and indices together, in ascending order', () => {
    const all = numbered([50, 30, 20]);
    const { dataset, indices } = stratifiedSubset(all, 37, 3);
    expect([...indices]).toEqual([...new Set(indices)].sort((a, b) => a - b));
    expect([...dataset.images.data]).toEqual([...indices]);
    expect([...dataset.labels]).toEqual([...indices].map((i) => all.labels[i]));
    expect(dataset.images.shape).toEqual([37, 1, 1, 1]);
  });

  it('repeats itself for a seed, differs between seeds, and draws every image equally often', () => {
    const all = numbered([60, 40]);
    const choose = (seed: number) => [...stratifiedSubset(all, 20, seed).indices];
    expect(choose(1)).toEqual(choose(1));
    expect(choose(1)).not.toEqual(choose(2));
    const times = new Array<number>(100).fill(0);
    for (let seed = 0; seed < 2000; seed++) for (const i of choose(seed)) times[i]++;
    for (const count of times) expect(Math.abs(count - 400)).toBeLessThan(90);
  });

  it('chooses the same images from release to release', () => {
    expect([...stratifiedSubset(numbered([60, 40]), 8, 0).indices]).toMatchInlineSnapshot(`
      [
        0,
        27,
        29,
        40,
        49,
        76,
        82,
        88,
      ]
    `);
  });

  it('takes nothing or everything, and refuses what is not there', () => {
    const all = numbered([3, 2]);
    expect(stratifiedSubset(all, 0, 0).dataset.images.shape).toEqual([0, 1, 1, 1]);
    expect(stratifiedSubset(all, 5, 0).dataset).toBe(all);
    for (const n of [-1, 6, 1.5, NaN])
      expect(() => stratifiedSubset(all, n, 0)).toThrow(`stratifiedSubset: ${n} images asked for`);
  });
});

describe('stratifiedSplit', () => {
  it('parts the data set: nothing twice, nothing lost, both in proportion', () => {
    const { rest, held } = stratifiedSplit(numbered([50, 30, 20]), 10, 5);
    expect([...rest.indices, ...held.indices].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    expect(countOf(held.dataset)).toEqual([5, 3, 2]);
    expect([...rest.dataset.images.data]).toEqual([...rest.indices]);
  });

  it('holds other images than a subset of the same seed takes', () => {
    const all = numbered([60, 40]);
    expect(stratifiedSplit(all, 20, 0).held.indices).not.toEqual(stratifiedSubset(all, 20, 0).indices);
  });
});
