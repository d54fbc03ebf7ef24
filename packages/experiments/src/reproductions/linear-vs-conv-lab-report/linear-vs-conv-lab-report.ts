import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { claims, epochs, latents, noisyConv, noisyLinear } from './claims.js';

/** A laboratory report: a perceptron against convolutions, unknown pictures, noise. */
export const linearVsConvLabReport: Reproduction = {
  name: 'linear-vs-conv-lab-report',
  title: 'Neural Networks Applied For Image Compression And Denoising (a laboratory report), reproduced',
  runs: new URL('../../../src/reproductions/linear-vs-conv-lab-report/runs.yaml', import.meta.url),
  claims,
  facts: () => Promise.resolve({}),
  article,
  unsaid: [
    'The difference between images is not named: mean squared or mean absolute error.',
    'Every comparison is of one training each, with pictures as the evidence; nothing tells a difference from the luck of a seed.',
    'What the report calls a compression ratio counts values, not bytes: float32 latents of 128 values take 512 of 784 bytes, a ratio of 1.5 and not 6.1.',
    'A latent of 16,384 values for 784 pixels expands; that it "overfits" is concluded from pictures, without a training error.',
    'The two denoisers differ in the size of their latents (64 and 128) as well as in their layers, so that the comparison does not tell which of both matters.',
    'No filter that learnt nothing is set beside the denoisers.',
  ],
  pictures: [
    {
      kind: 'grid',
      file: 'epochs-grid',
      title: 'After 0 to 30 epochs, linear, 128 values',
      rows: epochs.map((count) => ({
        ...{ label: String(count), group: 'epochs', changes: { 'training.epochs': count } },
      })),
    },
    {
      kind: 'grid',
      file: 'latents-grid',
      title: 'Linear, from 1, 16, 128, 512 and 16,384 values',
      rows: [...latents.map((k) => linear(k, String(k))), { label: '16,384', group: 'huge', changes: {} }],
    },
    {
      kind: 'grid',
      file: 'conv-grid',
      title: 'Convolutional, from 16, 64 and 128 values',
      rows: [16, 64, 128].map((k) => conv(k, String(k))),
    },
    {
      kind: 'crops',
      file: 'detail-crops',
      title: 'The 10×10 pixels, enlarged, where linear and convolutional differ most, 128 values',
      rows: [linear(128, 'linear'), conv(128, 'conv')],
      side: 10,
    },
    {
      kind: 'strangers',
      file: 'strangers',
      title: 'Pictures that are like none of the training',
      rows: [
        linear(128, 'linear 128'),
        conv(128, 'conv 128'),
        { label: 'linear 16,384', group: 'huge', changes: {} },
      ],
    },
    {
      kind: 'noise',
      file: 'noise',
      title: 'One digit with noise of factor 0 to 0.6, and what becomes of it',
      rows: [
        linear(128, 'linear 128, clean'),
        conv(64, 'conv 64, clean'),
        { label: 'linear 128, noisy', group: 'denoisers', changes: noisyLinear },
        { label: 'conv 64, noisy', group: 'denoisers', changes: noisyConv },
      ],
    },
  ],
};

function linear(latentDim: number, label: string) {
  return { label, group: 'latents', changes: { 'model.latentDim': latentDim } };
}

function conv(latentDim: number, label: string) {
  return { label, group: 'conv', changes: { 'model.latentDim': latentDim } };
}
