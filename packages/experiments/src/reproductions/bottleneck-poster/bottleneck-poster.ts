import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { bottlenecks, claims } from './claims.js';

/** Markowitz and Perera: bottleneck size on MNIST and STL-10. */
export const bottleneckPoster: Reproduction = {
  name: 'bottleneck-poster',
  title: 'Image Compression with an Autoencoder Neural Network (Markowitz, Perera), reproduced',
  runs: new URL('../../../src/reproductions/bottleneck-poster/runs.yaml', import.meta.url),
  claims,
  facts: () => Promise.resolve({}),
  article,
  unsaid: [
    'The layers of the network, its activations, its loss, the number of epochs and the validation split of the early stopping are not given; nor are any errors: the only figures are ten means.',
    'Means without spread prove little. The ten reported means have z-scores of −2.23 for 0 and +2.00 for 1, so 1 is nearly as extreme as 0, in the other direction; the poster names 0 alone.',
    'A bottleneck value has no sign and no scale: the table cannot be reproduced as numbers, only its order can.',
    'The outlier among the STL-10 reconstructions is shown and left unexplained; a gallery of worst images with norm, saturation and distance to the nearest training image is what would have explained it.',
    'Neither a constant image nor PCA is set beside the reconstructions, so that nothing tells how much of the result any linear method would give.',
  ],
  pictures: [
    {
      kind: 'grid',
      file: 'mnist-grid',
      title: 'MNIST test images from 1, 2, 4, 10 and 32 neurons',
      rows: bottlenecks.map((k) => ofSize('mnist', k)),
    },
    {
      kind: 'traversal',
      file: 'traversal',
      title:
        'What the networks of 1, 2 and 4 neurons draw while one neuron moves from its 1st to its 99th percentile, the others as for the first test image',
      rows: [1, 2, 4].map((k) => ofSize('mnist', k)),
    },
    {
      kind: 'grid',
      file: 'photos-grid',
      title: 'Photographs from 1, 2, 4, 10 and 32 neurons, and by convolutions from 32',
      rows: [
        ...bottlenecks.map((k) => ofSize('photos', k)),
        { label: '32, conv', group: 'photosConv', changes: {} },
      ],
    },
    {
      kind: 'worst',
      file: 'photos-worst',
      title: 'The five photographs that 32 neurons fail most, with what is unusual about each',
      rows: [ofSize('photos', 32)],
    },
  ],
};

function ofSize(group: string, latentDim: number) {
  return { label: String(latentDim), group, changes: { 'model.latentDim': latentDim } };
}
