import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import { describe, expect, it } from 'vitest';
import { detectCollapse } from './detect-collapse.js';

const { uniform } = random(1);
const originals = imageBatch(Float32Array.from({ length: 20 * 16 }, uniform), [20, 4, 4, 1]);
const latents = { data: Float32Array.from({ length: 60 }, uniform), shape: [20, 3] };
const mapped = (change: (value: number, i: number) => number) => ({
  originals,
  latents,
  reconstructions: imageBatch(Float32Array.from(originals.data, change), originals.shape),
});
const kinds = (input: Parameters<typeof detectCollapse>[0]) => detectCollapse(input).map(({ kind }) => kind);

describe('detectCollapse', () => {
  it('finds nothing wrong with a blurred copy', () => {
    expect(kinds(mapped((value) => 0.5 + 0.3 * (value - 0.5)))).toEqual([]);
  });

  it('finds one image for every input', () => {
    const [found] = detectCollapse(mapped((value, i) => (i % 16) / 16 + 1e-3 * value));
    expect(found.kind).toBe('constant output');
    expect(found.finding).toMatch(/^reconstructions vary 0\.0\d+ % as much/);
  });

  it('counts latents that never change', () => {
    const dead = Float32Array.from(latents.data, (value, i) => (i % 3 === 1 ? 0.7 : value));
    const [found] = detectCollapse({ ...mapped((value) => value), latents: { ...latents, data: dead } });
    expect(found.finding).toBe('1 of 3 latents do not change from image to image');
  });

  it('finds output that sticks to black and white, but not white paper', () => {
    expect(kinds(mapped((value) => Math.round(value)))).toEqual(['saturated output']);
    const paper = imageBatch(
      originals.data.map((value) => Math.round(value)),
      originals.shape,
    );
    expect(kinds({ originals: paper, reconstructions: paper, latents })).toEqual([]);
  });

  it('refuses other images', () => {
    const reconstructions = imageBatch(new Float32Array(16), [1, 4, 4, 1]);
    expect(() => detectCollapse({ originals, reconstructions, latents })).toThrow('must be the same images');
  });
});
