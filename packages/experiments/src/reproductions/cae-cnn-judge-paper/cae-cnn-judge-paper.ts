import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { claims, strides } from './claims.js';

/** A convolutional autoencoder of CIFAR-10, judged by LeNet-5. */
export const caeCnnJudgePaper: Reproduction = {
  name: 'cae-cnn-judge-paper',
  title:
    'Implementation of Convolutional Autoencoder and Learnings on Image Compression (Australian National University), reproduced',
  runs: new URL('../../../src/reproductions/cae-cnn-judge-paper/runs.yaml', import.meta.url),
  claims,
  facts: () => Promise.resolve({}),
  article,
  unsaid: [
    'Stride, dimension reduction and bytes are one word, rate. At stride 2 with 32 channels the "compressed" image has 2.7 times the values of the original.',
    'A floor of 0.05 is worse than one principal component (0.0438): the network had not learnt, or did not fit its images.',
    'Each ratio is of one judge and one autoencoder, without intervals.',
    'That dividing by 255 speeds training is taken from another paper and not measured.',
    'The comparison with the winner-take-all paper reads feature-map counts as image sizes; see the table.',
  ],
  pictures: strides.map(({ stride, filters }) => ({
    kind: 'grid',
    file: `strip-${stride}`,
    title: `CIFAR-10 test images, their latents and their reconstructions at stride ${stride}`,
    rows: [{ label: 'copy', group: 'strides', changes: { 'model.filters': filters } }],
    latents: true,
  })),
};
