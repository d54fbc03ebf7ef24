import { imageBatch } from '@aelab/images';
import { random } from '@aelab/kernels/random';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import {
  grad,
  mul,
  ones,
  scalar,
  sum,
  tensor,
  tensor2d,
  tensor4d,
  transpose,
  variableGrads,
} from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { autoAssociativeAutoencoder } from '../auto-associative-autoencoder.js';
import { encode } from '../autoencoder.js';
import { selectBackend } from '../backend/select-backend.js';
import { convAutoencoder } from '../conv-autoencoder.js';
import { denseAutoencoder } from '../dense-autoencoder.js';
import { describeAutoencoder } from '../describe-autoencoder.js';
import { trainAutoencoder } from '../training/train-autoencoder.js';
import { leastDistinct } from './least-distinct.js';
import { finishAutoencoder, objectiveFrom } from './objectives.js';
import { estimatedBits, rateDistortionAutoencoder } from './rate-distortion.js';
import { variationalAutoencoder } from './variational.js';
import { winnerTakeAllAutoencoder } from './winner-take-all.js';

const imageShape = [2, 2, 1] as const;
/** An autoencoder whose latents are the four pixels themselves. */
function identity() {
  const base = denseAutoencoder({ imageShape, hidden: [], latentDim: 4, seed: 0 });
  const unit = tensor2d([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], [4, 4]);
  base.encoder.getLayer('latent').setWeights([unit, tensor([0, 0, 0, 0])]);
  return base;
}
const pixels = (...values: number[]) => tensor4d(values, [values.length / 4, 2, 2, 1]);
const batch = (...values: number[]) => imageBatch(Float32Array.from(values), [values.length / 4, 2, 2, 1]);

beforeAll(() => selectBackend('cpu'));

describe('variationalAutoencoder', () => {
  it('adds ½ Σ (μ² + σ² − 1 − log σ²) per value, β times', () => {
    const { objective } = variationalAutoencoder(identity(), { beta: 3, seed: 0 });
    const [kernel, bias] = objective?.state ?? [];
    kernel.variable.assign(tensor2d(new Float32Array(16), [4, 4]));
    bias.variable.assign(tensor([Math.log(4), Math.log(4), 0, 0]));
    const code = objective?.trainingCode(pixels(1, 2, 0, 0), random(0), 0);
    const divergence = 0.5 * (1 + 4 + (4 - 1 - Math.log(4)) + (4 - 1 - Math.log(4)));
    expect(code?.loss?.(scalar(0.5)).arraySync()).toBeCloseTo(0.5 + (3 * divergence) / 4, 5);
  });

  it('decodes samples of mean μ and variance σ²', () => {
    const { objective } = variationalAutoencoder(identity(), { beta: 1, seed: 0 });
    const [kernel, bias] = objective?.state ?? [];
    kernel.variable.assign(tensor2d(new Float32Array(16), [4, 4]));
    bias.variable.assign(tensor(new Array<number>(4).fill(Math.log(9))));
    const { latents } = objective?.trainingCode(ones([5000, 2, 2, 1]), random(0), 0) ?? {};
    const samples = [...(latents?.dataSync() ?? [])];
    const mean = samples.reduce((a, b) => a + b) / samples.length;
    const variance = samples.reduce((a, b) => a + (b - mean) ** 2, 0) / samples.length;
    expect(mean).toBeCloseTo(1, 1);
    expect(variance / 9).toBeCloseTo(1, 1);
  });

  it('gives the means as latents', async () => {
    const vae = variationalAutoencoder(identity(), { beta: 1, seed: 0 });
    expect([...(await encode(vae, batch(0.5, 0.25, 1, 0))).data]).toEqual([0.5, 0.25, 1, 0]);
  });

  it('refuses a negative β', () => {
    expect(() => variationalAutoencoder(identity(), { beta: -1, seed: 0 })).toThrow('beta is -1');
  });
});

describe('winnerTakeAllAutoencoder', () => {
  it("keeps each image's largest latents", async () => {
    const sparse = winnerTakeAllAutoencoder(identity(), { active: 2 });
    const { data } = await encode(sparse, batch(0.1, 0.9, 0.5, 0.2, 1, 0.75, 0.25, 0.5));
    expect([...data].map((v) => Math.round(v * 100) / 100)).toEqual([0, 0.9, 0.5, 0, 1, 0.75, 0, 0]);
  });

  it("keeps the largest place of each channel's map", async () => {
    const base = convAutoencoder({ imageShape: [4, 4, 1], filters: [2], latentChannels: 3, seed: 1 });
    const image = imageBatch(Float32Array.from({ length: 16 }, random(1).uniform), [1, 4, 4, 1]);
    const { data } = await encode(winnerTakeAllAutoencoder(base, { active: 1 }), image);
    const all = (await encode({ encoder: base.encoder }, image)).data;
    for (let c = 0; c < 3; c++) {
      const map = [0, 1, 2, 3].map((place) => all[place * 3 + c]);
      expect([0, 1, 2, 3].map((place) => data[place * 3 + c])).toEqual(
        map.map((value) => (value === Math.max(...map) ? value : 0)),
      );
    }
  });

  it('keeps each unit in its share of the batch, in training', () => {
    const { objective } = winnerTakeAllAutoencoder(identity(), { active: 4, lifetime: 0.5 });
    const { latents } = objective?.trainingCode(pixels(1, 2, 3, 4, 4, 3, 2, 1), random(0), 0) ?? {};
    expect([...(latents?.dataSync() ?? [])]).toEqual([0, 0, 3, 4, 4, 3, 0, 0]);
  });

  it('passes gradients through the winners alone', () => {
    const { objective } = winnerTakeAllAutoencoder(identity(), { active: 1 });
    const slope = grad((x: Tensor) => sum(objective?.code?.(x) ?? x));
    expect([...slope(tensor2d([1, 3, 2, 0], [1, 4])).dataSync()]).toEqual([0, 1, 0, 0]);
  });

  it('refuses more winners than there are contenders', () => {
    expect(() => winnerTakeAllAutoencoder(identity(), { active: 5 })).toThrow(
      'active is 5; it must be at most 4',
    );
    expect(() => winnerTakeAllAutoencoder(identity(), { active: 1, lifetime: 0 })).toThrow('lifetime is 0');
  });
});

describe('rateDistortionAutoencoder', () => {
  const logistic = (x: number) => 1 / (1 + Math.exp(-x));

  it('rounds latents, and counts their bits under the logistic prior', async () => {
    const coded = rateDistortionAutoencoder(identity(), { lambda: 1 });
    const [location, logScale] = coded.objective?.state ?? [];
    location.variable.assign(tensor([0, 1, 0, 0]));
    logScale.variable.assign(tensor([0, Math.log(2), 0, 0]));
    const latents = await encode(coded, batch(0.6, 0.7, 0.2, 0.4));
    expect([...latents.data]).toEqual([1, 1, 0, 0]);
    const bits = -(
      Math.log2(logistic(1.5) - logistic(0.5)) +
      Math.log2(logistic(0.25) - logistic(-0.25)) +
      2 * Math.log2(logistic(0.5) - logistic(-0.5))
    );
    expect(await estimatedBits(coded, latents)).toBeCloseTo(bits, 4);
  });

  it('weighs bits per pixel against λ · 255² of the distortion', () => {
    const { objective } = rateDistortionAutoencoder(identity(), { lambda: 0.01 });
    const code = objective?.trainingCode(pixels(0, 0, 0, 0), { ...random(0), uniform: () => 0.5 }, 0);
    const bits = -4 * Math.log2(logistic(0.5) - logistic(-0.5));
    const loss = code?.loss?.(scalar(0.1)).arraySync();
    expect(loss).toBeCloseTo(bits / 4 + 0.01 * 255 ** 2 * 0.1, 3);
  });

  it('adds noise of one rounding step, uniform and centred', () => {
    const { objective } = rateDistortionAutoencoder(identity(), { lambda: 1 });
    const noise = objective?.trainingCode(pixels(...new Array<number>(4000).fill(0)), random(3), 0).latents;
    const values = [...(noise?.dataSync() ?? [])];
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.5);
    expect(values.reduce((a, b) => a + b ** 2, 0) / 4000).toBeCloseTo(1 / 12, 2);
  });

  it('gives the decoder rounded latents at the end of training, and the encoder its gradient past them', () => {
    const { objective } = rateDistortionAutoencoder(identity(), { lambda: 1 });
    const images = pixels(0.6, 1.2, 2.5, 0.3);
    const weights = tensor2d([[1, 2, 3, 4]]);
    const latents = (x: Tensor) => objective?.trainingCode(x, random(0), 0.9).latents as Tensor;
    expect([...latents(images).dataSync()]).toEqual([1, 1, 2, 0]);
    const gradient = grad((x) => sum(mul(latents(x), weights)))(images);
    expect([...gradient.dataSync()]).toEqual([1, 2, 3, 4]);
  });

  it('keeps a finite loss and gradient far from the prior', () => {
    const { objective } = rateDistortionAutoencoder(identity(), { lambda: 1 });
    const cost = () =>
      objective?.trainingCode(pixels(1e4, -1e4, 50, 0), random(0), 0).loss?.(scalar(0)) as Scalar;
    const { value, grads } = variableGrads(
      cost,
      objective?.state.map(({ variable }) => variable),
    );
    expect(Number.isFinite(value.arraySync())).toBe(true);
    for (const gradient of Object.values(grads))
      expect(gradient.dataSync().every(Number.isFinite)).toBe(true);
  });

  it('is the only one that has a prior', async () => {
    await expect(estimatedBits(identity(), { data: new Float32Array(4), shape: [1, 4] })).rejects.toThrow(
      "the autoencoder's objective is none",
    );
    expect(() => rateDistortionAutoencoder(identity(), { lambda: 0 })).toThrow('lambda is 0');
  });
});

describe('leastDistinct', () => {
  const latents = (rows: number[][]) => ({
    data: Float32Array.from(rows.flat()),
    shape: [rows.length, rows[0].length],
  });

  it("removes the less important unit of a pair that does one unit's work, then the least important", () => {
    const rows = [
      [1, -2, 0, 0.1],
      [0, 0, 1, 0],
      [-1, 2, 0, 0.1],
      [0, 0, -1, 0],
    ];
    const kernel = Float32Array.of(1, 1, 1, 1);
    expect([...leastDistinct(latents(rows), kernel, [0, 1, 2, 3], 2)]).toEqual([0, 3]);
  });

  it('weighs a unit by the weights that leave it', () => {
    const rows = [
      [1, 0],
      [0, 1],
      [-1, 0],
      [0, -1],
    ];
    expect([...leastDistinct(latents(rows), Float32Array.of(1, 5), [0, 1], 1)]).toEqual([0]);
    expect([...leastDistinct(latents(rows), Float32Array.of(5, 1), [0, 1], 1)]).toEqual([1]);
  });
});

describe('autoAssociativeAutoencoder', () => {
  const images = imageBatch(Float32Array.from({ length: 40 * 16 }, random(2).uniform), [40, 4, 4, 1]);
  const build = () =>
    autoAssociativeAutoencoder({ imageShape: [4, 4, 1], units: 10, latentDim: 4, pruningEpochs: 3, seed: 0 });
  const training = { optimizer: 'adam', loss: 'mse', learningRate: 0.01, batchSize: 10, seed: 0 } as const;

  it('prunes evenly to the latents asked for, and takes the others out in the end', async () => {
    const network = build();
    for (const [epochs, left] of [
      [1, 8],
      [2, 6],
      [4, 4],
    ]) {
      const network = build();
      await trainAutoencoder(network, images, { ...training, epochs });
      expect(describeAutoencoder(await finishAutoencoder(network)).latentShape).toEqual([left]);
    }
    expect(describeAutoencoder(network).latentShape).toEqual([10]);
  });

  it("keeps the decoder's kernel the transpose of the encoder's", async () => {
    const network = build();
    await trainAutoencoder(network, images, { ...training, epochs: 4 });
    const { encoder, decoder } = await finishAutoencoder(network);
    const [ours] = encoder.getLayer('latent').getWeights();
    const [theirs] = decoder.getLayer('reconstruction').getWeights();
    expect(theirs.arraySync()).toEqual(transpose(ours).arraySync());
  });
});

describe('objectiveFrom', () => {
  it('names a kind that there is not', () => {
    expect(() => objectiveFrom(identity(), { type: 'adversarial' })).toThrow(
      'type is adversarial; it must be one of',
    );
  });
});
