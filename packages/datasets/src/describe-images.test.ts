import { describe, expect, it } from 'vitest';
import { describeImages } from './describe-images.js';
import { mnist } from './mnist.js';

describe('describeImages', () => {
  it('has the ink of MNIST that NumPy finds', async () => {
    const { classes, channelMeans } = describeImages(await mnist('test'));
    const ink = [135.1, 60.2, 117.7, 112.4, 96.2, 103.5, 112.6, 90.1, 120.1, 98.2];
    expect(classes.map(({ meanInk }) => Number(meanInk.toFixed(1)))).toEqual(ink);
    expect(classes.map(({ n }) => n).reduce((a, b) => a + b)).toBe(10_000);
    expect(channelMeans[0]).toBeCloseTo(0.1325, 4);
  });

  it('takes the declared range to [0, 1], and keeps channels apart', () => {
    const { classes, channelMeans, meanImage } = describeImages({
      name: '',
      split: '',
      images: { data: Float32Array.of(-1, 1, 0, 1), shape: [2, 1, 1, 2], range: [-1, 1] },
      labels: Uint8Array.of(0, 1),
      classNames: ['a', 'b', 'none'],
      provenance: { source: '', license: '', citation: '', checksums: {} },
    });
    expect(classes.map(({ label, n, meanInk }) => [label, n, meanInk])).toEqual([
      ['a', 1, 1],
      ['b', 1, 1.5],
      ['none', 0, NaN],
    ]);
    expect([...classes[1].meanImage.data]).toEqual([0.5, 1]);
    expect(channelMeans).toEqual([0.25, 1]);
    expect([...meanImage.data]).toEqual([0.25, 1]);
  });
});
