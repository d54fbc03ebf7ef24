import { errorMaps, imageGrid, type ChartOptions } from '@aelab/viz';
import { digits, images } from '../load.js';

const [originals, reconstructions] = [images('originals'), images('variational-16')];
const rows = [
  { label: 'Original', images: originals },
  { label: 'Reconstruction', images: reconstructions },
  { label: 'Error', images: errorMaps(originals, reconstructions) },
];
const title = 'Test images, their reconstructions and errors';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns: digits });
