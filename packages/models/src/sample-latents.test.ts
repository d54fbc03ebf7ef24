import { random } from '@aelab/kernels/random';
import { beforeAll, describe, expect, it } from 'vitest';
import { selectBackend } from './backend/select-backend.js';
import { denseAutoencoder } from './dense-autoencoder.js';
import { fitLatentGaussian, jitterLatents, sampleLatents } from './sample-latents.js';

beforeAll(() => selectBackend('cpu'));

const half = () => denseAutoencoder({ imageShape: [4, 4, 1], hidden: [], latentDim: 2, seed: 0 });
const n = 20_000;

function moments({ data }: { data: Float32Array }) {
  const mean = [0, 0];
  const products = [0, 0, 0];
  for (let i = 0; i < data.length; i += 2) {
    mean[0] += data[i] / n;
    mean[1] += data[i + 1] / n;
  }
  for (let i = 0; i < data.length; i += 2) {
    const [a, b] = [data[i] - mean[0], data[i + 1] - mean[1]];
    products[0] += (a * a) / n;
    products[1] += (a * b) / n;
    products[2] += (b * b) / n;
  }
  return { mean, products };
}

describe('sampleLatents', () => {
  it('draws from N(0, 1) where nothing was fitted', () => {
    const { mean, products } = moments(sampleLatents(half(), n, 1));
    [...mean, products[1]].forEach((value) => expect(value).toBeCloseTo(0, 1));
    [products[0], products[2]].forEach((value) => expect(value).toBeCloseTo(1, 1));
  });

  it('has the mean and covariance of the latents that it was fitted to', () => {
    const { normal } = random(2);
    const rows = Array.from({ length: n }, () => {
      const [a, b] = [normal(), normal()];
      return [3 + 2 * a, -1 + a + 0.5 * b];
    });
    const given = { data: Float32Array.from(rows.flat()), shape: [n, 2] };
    const drawn = moments(sampleLatents(half(), n, 3, fitLatentGaussian(given)));
    const expected = moments(given);
    drawn.mean.forEach((value, i) => expect(Math.abs(value - expected.mean[i])).toBeLessThan(0.06));
    drawn.products.forEach((value, i) => expect(Math.abs(value - expected.products[i])).toBeLessThan(0.12));
  });

  it('repeats itself for a seed, and gives image i whatever the number', () => {
    const ten = sampleLatents(half(), 10, 4);
    expect(sampleLatents(half(), 3, 4).data).toEqual(ten.data.subarray(0, 6));
    expect(sampleLatents(half(), 10, 5)).not.toEqual(ten);
  });

  it('leaves a latent that never changes where it is', () => {
    const latents = { data: Float32Array.of(1, 7, 2, 7, 4, 7), shape: [3, 2] };
    const { data } = sampleLatents(half(), 50, 0, fitLatentGaussian(latents));
    expect(data.filter((_, i) => i % 2 === 1).every((value) => value === 7)).toBe(true);
  });

  it('needs two images to fit', () => {
    expect(() => fitLatentGaussian({ data: Float32Array.of(1, 2), shape: [1, 2] })).toThrow(
      'there are 1 latents',
    );
  });
});

describe('jitterLatents', () => {
  it('moves each value by its share of its own deviation', () => {
    const { normal } = random(6);
    const data = Float32Array.from({ length: 2 * n }, (_, i) => (i % 2 ? 10 : 1) * normal());
    const moved = jitterLatents({ data, shape: [n, 2] }, 0.1, 7);
    const { products } = moments({ data: moved.data.map((value, i) => value - data[i]) });
    expect(Math.sqrt(products[0])).toBeCloseTo(0.1, 2);
    expect(Math.sqrt(products[2])).toBeCloseTo(1, 1);
    expect(jitterLatents({ data, shape: [n, 2] }, 0, 7).data).toEqual(data);
  });
});
