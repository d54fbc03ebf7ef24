import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { claims, latents } from './claims.js';
import { facts } from './facts.js';

/** Ercan, 2018: a dense sigmoid network as a codec of MNIST. */
export const denseCodecPaper: Reproduction = {
  name: 'dense-codec-paper',
  title: 'Image Compression with Autoencoders (Ercan, 2018), reproduced',
  runs: new URL('../../../src/reproductions/dense-codec-paper/runs.yaml', import.meta.url),
  claims,
  facts,
  article,
  unsaid: [
    'Table 2 calls its figures root mean square errors. As such they would be far below what PCA reaches with 392 components (0.0174): they are almost certainly mean square errors.',
    '2623 / (22 − 2) is 131.15: 131 images do not repay the transfer, 132 do.',
    'The text counts 217,088 weights; with the biases there are 218,192 parameters.',
    'Test errors below all training errors go unexplained. A mean over an epoch in which the network still learnt would do it, and so would different images or another unit.',
    'What an iteration is, the learning rate and the batch are not given.',
    'Nineteen digits of text are chosen to keep values exact across machines; a little-endian binary format does the same at 4 bytes, and a few bits per value lose nothing that can be seen.',
    'No rival is measured: neither PCA at the same width nor a lossless image format at its bytes.',
  ],
  pictures: [
    {
      kind: 'grid',
      file: 'mnist-grid',
      title: 'MNIST test images from 64, 50, 36 and 22 values',
      rows: latents.map((k) => ({ label: String(k), group: 'table', changes: { 'model.latentDim': k } })),
    },
  ],
};
