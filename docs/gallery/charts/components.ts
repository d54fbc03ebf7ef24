import { imageGrid, signedColours, type ChartOptions } from '@aelab/viz';
import { json } from '../load.js';

const components = signedColours(json<number[]>('pca-components'), [16, 28, 28, 1]);
const rows = [{ label: 'Component', images: components }];
const columns = Array.from({ length: 16 }, (_, i) => String(i + 1));
export default (options: ChartOptions) => imageGrid(rows, { ...options, columns });
