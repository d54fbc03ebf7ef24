import { detailCrops, imageGrid, type ChartOptions } from '@aelab/viz';
import { digits, images } from '../load.js';

const crops = detailCrops(images('originals'), images('dense-30'), images('variational-16'), 12);
const rows = [
  { label: 'Original', images: crops.originals },
  { label: 'dense, 30', images: crops.first },
  { label: 'variational, 16', images: crops.second },
];
const title = 'Details in which two models disagree most';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns: digits });
