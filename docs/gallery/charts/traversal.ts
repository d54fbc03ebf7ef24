import { imageGrid, type ChartOptions } from '@aelab/viz';
import { images, part } from '../load.js';

// Along one latent at a time, in its standard deviations; all others at their mean.
const columns = ['−3', '−2', '−1', '0', '1', '2', '3'];
const rows = [0, 1, 2, 3].map((k) => ({
  label: `Latent ${k + 1}`,
  images: part(images('traversal'), 7 * k, 7),
}));
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns });
