import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { claims, percents } from './claims.js';
import { facts } from './facts.js';

/** Ready Tensor: a convolutional autoencoder of MNIST and its t-SNE maps. */
export const caeTsneArticle: Reproduction = {
  name: 'cae-tsne-article',
  title: 'Image compression with Auto-Encoders (Ready Tensor), reproduced',
  runs: new URL('../../../src/reproductions/cae-tsne-article/runs.yaml', import.meta.url),
  claims,
  facts,
  article,
  unsaid: [
    'No error is printed: its curves and bars are pictures without figures, of one training.',
    'Compression counts values. 50 % of the values as float32 take twice the bytes of the 8-bit pixels.',
    'PCA on MNIST has the same order of digits at 39 values (1 lowest, 2 highest), so that the order says more of the digits than of the autoencoder.',
    'That error per ink would even the digits out is offered as a conjecture and not computed; with PCA the spread falls from 2.75 to 1.42 at 39 values.',
    'Overlap in one t-SNE map is judged by eye. A map is one of many, and originals and reconstructions that mix may still not lie in pairs: hence two scores with a null, over seeds.',
    'Superiority to traditional methods is concluded without any of them being measured.',
    'PCA and SVD are named in one breath. Of centred images they are one method; the SVD in the table is of images as they are, and within a percent or so of PCA beyond a few values.',
  ],
  pictures: [
    {
      kind: 'grid',
      file: 'mnist-grid',
      title: 'MNIST test images at 50 to 99 %',
      rows: percents.map((percent) => ({
        ...{ label: `${percent} %`, group: 'mnist', changes: { 'model.compressionPercent': percent } },
      })),
    },
  ],
};
