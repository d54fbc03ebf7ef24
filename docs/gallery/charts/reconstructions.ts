import { errorMaps, imageGrid, type ChartOptions } from '@aelab/viz';
import { digits, images } from '../load.js';

const [originals, reconstructions] = [images('originals'), images('reconstructions')];
const rows = [
  { label: 'Original', images: originals },
  { label: 'Reconstruction', images: reconstructions },
  { label: 'Error', images: errorMaps(originals, reconstructions) },
];
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns: digits });
