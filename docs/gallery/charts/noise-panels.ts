import { imageGrid, type ChartOptions } from '@aelab/viz';
import { digits, images, part } from '../load.js';

const strength = (factor: number, i: number) => [
  { label: `Noise ${factor}`, images: part(images('noisy'), 10 * i, 10) },
  { label: 'PCA, 32', images: part(images('noisy-pca-32'), 10 * i, 10) },
];
const rows = [{ label: 'Original', images: images('originals') }, ...[0.2, 0.4, 0.6].flatMap(strength)];
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns: digits });
