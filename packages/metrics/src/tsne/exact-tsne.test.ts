import { describe, expect, it } from 'vitest';
import { trustworthiness } from './trustworthiness.js';
import { tsne } from './tsne.js';

const points = (n: number) => ({
  data: Float64Array.from({ length: 4 * n }, (_, e) => ((e >> 2) % 3) * (e % 4) + ((37 * e) % 97) / 96),
  shape: [n, 4] as const,
});
const options = { engine: 'exact' as const, perplexity: 8, iterations: 200 };

describe('tsne with tsne-js 1.0.3', () => {
  it('agrees in trustworthiness, repeats itself, and gives Math.random back', async () => {
    const original = Math.random;
    const map = await tsne(points(60), options);
    expect(Math.random).toBe(original);
    expect(map).toMatchObject({ engine: 'exact', shape: [60, 2] });
    expect(trustworthiness(points(60), map)).toBeGreaterThan(0.9);
    expect((await tsne(points(60), options)).data).toEqual(map.data);
    expect((await tsne(points(60), { ...options, seed: 1 })).data).not.toEqual(map.data);
  });

  it('gives Math.random back when the engine throws', async () => {
    const original = Math.random;
    const onProgress = () => {
      throw new Error('inside');
    };
    await expect(tsne(points(60), { ...options, onProgress })).rejects.toThrow('inside');
    expect(Math.random).toBe(original);
  });

  it.each([
    [{ iterations: 150 }, 'iterations is 150; the exact engine needs more than 150'],
    [{ angle: 0.5 }, 'angle is 0.5; the exact engine has none'],
    [{ init: 'pca' as const }, 'init is given'],
    [{ perplexity: 61 }, 'perplexity is 61'],
  ])('refuses %o', async (wrong, message) => {
    await expect(tsne(points(60), { ...options, ...wrong })).rejects.toThrow(message);
  });

  it('refuses more points than it can map in reasonable time', async () => {
    await expect(tsne(points(2001), options)).rejects.toThrow(
      'there are 2001 points; the exact engine takes at most 2000',
    );
  });
});
