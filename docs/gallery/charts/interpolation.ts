import { imageGrid, type ChartOptions } from '@aelab/viz';
import { sheet } from '../load.js';

const { rows, columns } = sheet('interpolation');
const title = 'On the straight way from one latent to another';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns });
