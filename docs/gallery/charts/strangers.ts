import { imageGrid, type ChartOptions } from '@aelab/viz';
import { digits, images } from '../load.js';

const rows = [
  { label: 'Inverted digit', images: images('inverted') },
  { label: 'PCA, 32', images: images('inverted-pca-32') },
];
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns: digits });
