import { imageGrid, signedColours, type ChartOptions } from '@aelab/viz';
import { json } from '../load.js';

const tiles = (name: string) => signedColours(json<number[]>(name), [16, 28, 28, 1]);
const rows = [
  { label: 'Learnt filter', images: tiles('filters') },
  { label: 'PCA component', images: tiles('pca-components') },
];
const columns = Array.from({ length: 16 }, (_, i) => String(i + 1));
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns });
