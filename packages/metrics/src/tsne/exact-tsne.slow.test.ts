import { random } from '@aelab/kernels';
import { expect, it } from 'vitest';
import { klDivergence } from './kl-divergence.js';
import { trustworthiness } from './trustworthiness.js';
import { tsne } from './tsne.js';

it('tsne-js 1.0.3 maps 500 points as trustworthily as ours, within 0.03', async () => {
  const { normal } = random(6);
  const points = {
    data: Float64Array.from(
      { length: 500 * 20 },
      (_, e) => normal() + (Math.floor(e / 20) % 10 === e % 20 ? 5 : 0),
    ),
    shape: [500, 20] as const,
  };
  const ours = await tsne(points);
  const exact = await tsne(points, { engine: 'exact', iterations: 400 });
  expect(exact.shape).toEqual([500, 2]);
  expect(Math.abs(trustworthiness(points, exact) - trustworthiness(points, ours))).toBeLessThan(0.03);
  expect(klDivergence(points, exact)).toBeGreaterThan(klDivergence(points, ours));
});
