import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { claims, epochs, latents } from './claims.js';

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
      file: 'epochs-grid',
      title: 'After 0 to 30 epochs, linear, 128 values',
      group: 'epochs',
      rows: epochs.map((count) => ({ label: String(count), changes: { 'training.epochs': count } })),
    },
    {
      file: 'latents-grid',
      title: 'Linear, from 1, 16, 128 and 512 values',
      group: 'latents',
      rows: latents.map((k) => ({ label: String(k), changes: { 'model.latentDim': k } })),
    },
    {
      file: 'conv-grid',
      title: 'Convolutional, from 16, 64 and 128 values',
      group: 'conv',
      rows: [16, 64, 128].map((k) => ({ label: String(k), changes: { 'model.latentDim': k } })),
    },
  ],
};
