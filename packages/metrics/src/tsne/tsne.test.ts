import { describe, expect, it } from 'vitest';
import { jointAffinities } from './affinities.js';
import { klDivergence } from './kl-divergence.js';
import { neighbourAccuracy } from './neighbour-accuracy.js';
import { placeInMap } from './place-in-map.js';
import golden from './tsne.golden.json' with { type: 'json' };
import { tsne } from './tsne.js';
import type { TsneProgress } from './gradient-descent.js';
import { trustworthiness } from './trustworthiness.js';

/** Three clusters in ten dimensions; `tools/golden/tsne.py` computes the same. */
const clusters = {
  data: Float64Array.from({ length: 1500 }, (_, e) => {
    const i = Math.floor(e / 10);
    const j = e % 10;
    return ((i % 3) * ((j * 7) % 5)) / 2 + ((37 * i + 101 * j + i * j * j) % 97) / 96;
  }),
  shape: [150, 10] as const,
};
const labels = Array.from({ length: 150 }, (_, i) => i % 3);

describe('jointAffinities', () => {
  it('has the values of scikit-learn 1.9.1', () => {
    const { columns, values, starts } = jointAffinities(clusters, 15);
    for (const [column, value] of Object.entries(golden.jointRow0)) {
      const entry = columns.subarray(0, starts[1]).indexOf(Number(column));
      expect(entry < 0 ? 0 : values[entry]).toBeCloseTo(value, 8);
    }
  });
});

describe('tsne', () => {
  const options = { perplexity: 15, iterations: 500 };

  it('has the divergence and trustworthiness of scikit-learn 1.9.1, within 2 % and 0.01', async () => {
    const map = await tsne(clusters, { perplexity: 15 });
    expect(map.klDivergence / golden.klDivergence).toBeLessThan(1.02);
    expect(trustworthiness(clusters, map)).toBeGreaterThan(golden.trustworthiness - 0.01);
    expect(klDivergence(clusters, map, 15) / map.klDivergence).toBeCloseTo(1, 2);
    expect(neighbourAccuracy(map, labels)).toBe(1);
  });

  it('maps to three dimensions, with less divergence', async () => {
    const flat = await tsne(clusters, options);
    const solid = await tsne(clusters, { ...options, dimensions: 3 });
    expect(solid.shape).toEqual([150, 3]);
    expect(solid.klDivergence).toBeLessThan(flat.klDivergence);
  });

  it('gives the same bytes again, and others for another seed of a random start', async () => {
    const short = { ...options, iterations: 60, init: 'random' as const };
    const first = await tsne(clusters, { ...short, seed: 1 });
    expect((await tsne(clusters, { ...short, seed: 1 })).data).toEqual(first.data);
    expect((await tsne(clusters, { ...short, seed: 2 })).data).not.toEqual(first.data);
  });

  it('starts at given places and leaves them as they are', async () => {
    const init = Float64Array.from({ length: 300 }, (_, e) => Math.sin(e) / 1e4);
    const before = init.slice();
    const map = await tsne(clusters, { ...options, iterations: 1, init });
    expect(init).toEqual(before);
    expect(Math.max(...map.data.map((value, e) => Math.abs(value - init[e])))).toBeLessThan(0.01);
  });

  it('tells how far it is every 50 iterations and at the end of each phase', async () => {
    const seen: TsneProgress[] = [];
    await tsne(clusters, { ...options, iterations: 320, onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ iteration }) => iteration)).toEqual([50, 100, 150, 200, 250, 300, 320]);
    expect(seen[0].klDivergence).toBeGreaterThan(seen[6].klDivergence);
  });

  it('stops with the reason of its signal', async () => {
    const controller = new AbortController();
    const onProgress = () => controller.abort(new Error('enough'));
    await expect(tsne(clusters, { ...options, signal: controller.signal, onProgress })).rejects.toThrow(
      'enough',
    );
  });

  it.each([
    [{ perplexity: 150 }, 'perplexity is 150; it must be at least 1 and below the 150 points'],
    [{ dimensions: 4 as 3 }, 'dimensions is 4'],
    [{ iterations: 0 }, 'iterations is 0'],
    [{ angle: 0 }, 'angle is 0'],
    [{ learningRate: -1 }, 'learningRate is -1'],
    [{ earlyExaggeration: 0.5 }, 'earlyExaggeration is 0.5'],
    [{ init: new Float64Array(3) }, 'the length of init is 3'],
  ])('refuses %o', async (wrong, message) => {
    await expect(tsne(clusters, wrong)).rejects.toThrow(message);
  });
});

describe('placeInMap', () => {
  it('puts points of a cluster into it, and does not touch the map', async () => {
    const map = await tsne(clusters, { perplexity: 15, iterations: 500 });
    const before = map.data.slice();
    const newPoints = { data: clusters.data.map((value) => value + 0.01), shape: clusters.shape };
    const placed = await placeInMap(newPoints, clusters, map);
    expect(map.data).toEqual(before);
    const both = { data: Float64Array.of(...map.data, ...placed.data), shape: [300, 2] as const };
    expect(neighbourAccuracy(both, [...labels, ...labels])).toBe(1);
  });

  it('refuses a map of other points', async () => {
    const map = { data: new Float64Array(20), shape: [10, 2] as const };
    await expect(placeInMap(clusters, clusters, map)).rejects.toThrow(
      'map has shape [10,2] and there are 150 points',
    );
  });
});
