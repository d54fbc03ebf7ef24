import { imageBatch } from '@aelab/images';
import { beforeAll, expect, it } from 'vitest';
import { encode } from './autoencoder.js';
import { selectBackend } from './backend/select-backend.js';
import { convAutoencoder } from './conv-autoencoder.js';
import { firstFilters } from './first-filters.js';
import { linearAutoencoder } from './linear-autoencoder.js';

beforeAll(() => selectBackend('cpu'));

it('has an image for each unit of a dense layer: the latents of a linear model are the images times them', async () => {
  const model = linearAutoencoder({ imageShape: [2, 3, 2], latentDim: 4, seed: 0 });
  const filters = await firstFilters(model);
  expect(filters?.shape).toEqual([4, 2, 3, 2]);
  const image = Float32Array.from({ length: 12 }, (_, i) => Math.sin(i) ** 2);
  const { data } = await encode(model, imageBatch(image, [1, 2, 3, 2]));
  const products = [0, 1, 2, 3].map((unit) =>
    image.reduce((sum, value, k) => sum + value * (filters?.data[12 * unit + k] ?? NaN), 0),
  );
  products.forEach((product, unit) => expect(data[unit]).toBeCloseTo(product, 5));
});

it('has a patch for each filter of a convolution, not the layer that scales images', async () => {
  const model = convAutoencoder({
    imageShape: [4, 4, 3],
    filters: [5],
    latentChannels: 2,
    inputScaling: { mean: [0, 0, 0], deviation: [1, 1, 1] },
    seed: 0,
  });
  const kernel = model.encoder.getLayer('encoder_conv_1').getWeights()[0];
  const filters = await firstFilters(model);
  expect(filters?.shape).toEqual([5, 3, 3, 3]);
  const values = (await kernel.array()) as number[][][][];
  expect(filters?.data[27 * 4 + 9 * 2 + 3 * 1 + 2]).toBeCloseTo(values[2][1][2][4], 6);
});
