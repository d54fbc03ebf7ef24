import { describe, expect, it } from 'vitest';
import { latentFor } from './latent-for.js';

const mnist = { imageShape: [28, 28, 1] } as const;

describe('latentFor', () => {
  it.each([
    [50, 392],
    [90, 78],
    [95, 39],
    [99, 8],
    [0, 784],
    [-100, 1568],
  ])('leaves of 784 values, at %f %%, %i', (compressionPercent, latentDim) => {
    const latent = latentFor({ ...mnist, compressionPercent });
    expect(latent.latentShape).toEqual([latentDim]);
    expect(latent.dimensionReduction).toBe(784 / latentDim);
    expect(latent.expanding).toBe(latentDim >= 784);
    expect(latent.compressionPercent).toBeCloseTo(100 * (1 - latentDim / 784), 10);
  });

  it('counts the channels of a spatial latent', () => {
    const target = { imageShape: [32, 32, 3], compressionPercent: 100 * (1 - 512 / 3072) } as const;
    expect(latentFor({ ...target, spatialStride: 8 }).latentShape).toEqual([4, 4, 32]);
    expect(latentFor({ ...target, spatialStride: 16 }).latentShape).toEqual([2, 2, 128]);
  });

  it('refuses what leaves nothing, and says how far one can go', () => {
    expect(() => latentFor({ ...mnist, compressionPercent: 99.99 })).toThrow(
      'compressionPercent is 99.99, which leaves 0.08 of 784 values; it must leave at least 1 (at most 99.87 %)',
    );
    expect(() => latentFor({ ...mnist, compressionPercent: 100 })).toThrow('leaves 0.00');
    expect(() => latentFor({ ...mnist, compressionPercent: NaN })).toThrow('compressionPercent is NaN');
    expect(() => latentFor({ ...mnist, compressionPercent: 95, spatialStride: 4 })).not.toThrow();
    expect(() => latentFor({ ...mnist, compressionPercent: 99, spatialStride: 4 })).toThrow(
      'at least 49 (at most 93.75 %)',
    );
    expect(() => latentFor({ ...mnist, compressionPercent: 95, spatialStride: 8 })).toThrow(
      'spatialStride is 8 and imageShape [28,28,1]',
    );
  });
});
