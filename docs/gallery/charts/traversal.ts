import { imageGrid, type ChartOptions } from '@aelab/viz';
import { sheet } from '../load.js';

const { rows, columns } = sheet('traversal');
const title = 'One unit of the latent moves, from left to right';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns });
