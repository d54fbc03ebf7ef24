import { detailCrops, imageGrid, type ChartOptions } from '@aelab/viz';
import { digits, images } from '../load.js';

const crops = detailCrops(images('originals'), images('pca-8'), images('pca-32'), 12);
const rows = [
  { label: 'Original', images: crops.originals },
  { label: 'PCA, 8', images: crops.first },
  { label: 'PCA, 32', images: crops.second },
];
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns: digits });
