import { imageGrid, latentMosaics, type ChartOptions } from '@aelab/viz';
import { digits, images, json } from '../load.js';

const rows = [
  { label: 'Original', images: images('originals') },
  { label: '64 latents', images: latentMosaics(json<number[]>('pca-latents'), [64]) },
  { label: 'PCA, 32 of 64', images: images('pca-32') },
];
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns: digits });
