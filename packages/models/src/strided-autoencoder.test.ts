import { imageBatch } from '@aelab/images';
import { beforeAll, describe, expect, it } from 'vitest';
import { encode, reconstruct } from './autoencoder.js';
import { selectBackend } from './backend/select-backend.js';
import { stridedAutoencoder } from './strided-autoencoder.js';

beforeAll(async () => {
  await selectBackend('cpu');
});

const options = { imageShape: [8, 8, 1], filters: [3], strides: [1, 4], latentChannels: 2, seed: 1 } as const;
const linear = { filters: [], strides: [4], outputActivation: 'linear' } as const;

/** All black but for one white pixel. */
function dot(row: number, column: number) {
  const data = new Float32Array(64);
  data[8 * row + column] = 1;
  return imageBatch(data, [1, 8, 8, 1]);
}

describe('stridedAutoencoder', () => {
  it('keeps a place for each square of the strides’ product', async () => {
    expect((await encode(stridedAutoencoder(options), dot(0, 0))).shape).toEqual([1, 2, 2, 2]);
  });

  it('lets neighbouring places overlap by half: a pixel between two of them is seen by both', async () => {
    const model = stridedAutoencoder({ ...options, ...linear });
    const { data } = await encode(model, dot(3, 3));
    expect([0, 2, 4, 6].map((place) => data[place] !== 0)).toEqual([true, true, true, true]);
    const corner = await encode(model, dot(0, 0));
    expect([0, 2, 4, 6].map((place) => corner.data[place] !== 0)).toEqual([true, false, false, false]);
  });

  it('is linear without filters', async () => {
    const model = stridedAutoencoder({ ...options, ...linear });
    const grey = (value: number) => imageBatch(new Float32Array(64).fill(value), [1, 8, 8, 1]);
    const [half, whole] = await Promise.all([0.5, 1].map((value) => reconstruct(model, grey(value))));
    half.data.forEach((value, i) => expect(2 * value).toBeCloseTo(whole.data[i], 5));
  });

  it('refuses strides that do not fit', () => {
    expect(() => stridedAutoencoder({ ...options, strides: [4] })).toThrow(
      'stridedAutoencoder: there are 1 strides and 1 filters; there must be one stride for each filter and one for the latent',
    );
    expect(() => stridedAutoencoder({ ...options, strides: [3, 1] })).toThrow(
      'stridedAutoencoder: imageShape is [8,8,1] but the strides [3,1] divide it by 3; height and width must be divisible by that (pad the images, or pass smaller strides)',
    );
    expect(() => stridedAutoencoder({ ...options, latentChannels: 0 })).toThrow('latentChannels is 0');
  });
});
