import { decodeNpz, encodeNpz, imageBatch } from '@aelab/images';
import { describe, expect, it } from 'vitest';
import { fitPca } from './fit-pca.js';
import { pcaDecode, pcaEncode, pcaErrorCurve } from './linear-basis.js';
import { decodePca, encodePca } from './pca-file.js';
import golden from './pca.golden.json' with { type: 'json' };

/** Images 40 to 59 of 4 × 6 bytes; `tools/golden/pca.py` computes the same. */
const images = imageBatch(
  Uint8Array.from({ length: 20 * 24 }, (_, e) => {
    const [n, y, x] = [40 + Math.floor(e / 24), Math.floor(e / 6) % 4, e % 6];
    return (37 * n + 101 * y + 53 * x + n * y * x * x + n * n * (y + 1)) % 251;
  }),
  [20, 4, 6, 1],
);
const fromSklearn = Buffer.from(golden.npz, 'base64');
const options = { imageShape: [4, 6, 1], range: [0, 255] } as const;

describe('decodePca', () => {
  it('reads a PCA of scikit-learn 1.9.1, which then encodes, decodes and errs as there', async () => {
    const pca = await decodePca(fromSklearn, options);
    expect(pca.n).toBe(40);
    const latents = pcaEncode(pca, images);
    golden.latents.flat().forEach((value, e) => expect(latents[e]).toBeCloseTo(value, 12));
    const reconstruction = pcaDecode(pca, latents).data;
    golden.reconstruction.forEach((value, e) => expect(reconstruction[e]).toBeCloseTo(value, 6));
    expect(pcaErrorCurve(pca, images)[3]).toBeCloseTo(golden.mse, 13);
  });

  it('gives back what was saved', async () => {
    const pca = fitPca(images, { components: 5 });
    expect(await decodePca(await encodePca(pca))).toEqual(pca);
  });

  it('asks for the shape of an image where the file does not tell it', async () => {
    await expect(decodePca(fromSklearn)).rejects.toThrow('pass imageShape');
    await expect(decodePca(fromSklearn, { imageShape: [5, 5, 1] })).rejects.toThrow('shape [5,5,1] has 25');
  });

  it('refuses a file that lacks an array, and components that are not orthonormal', async () => {
    const arrays = Object.fromEntries(await decodeNpz(fromSklearn));
    const without = Object.fromEntries(Object.entries(arrays).filter(([name]) => name !== 'mean_'));
    await expect(decodePca(await encodeNpz(without), options)).rejects.toThrow('it must hold mean_ too');
    const scaled = {
      ...arrays.components_,
      data: (arrays.components_.data as Float64Array).map((value) => 2 * value),
    };
    await expect(decodePca(await encodeNpz({ ...arrays, components_: scaled }), options)).rejects.toThrow(
      'orthonormal',
    );
  });
});
