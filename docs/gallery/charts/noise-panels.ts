import { imageGrid, type ChartOptions } from '@aelab/viz';
import { sheet } from '../load.js';

const { rows, columns } = sheet('noise');
const title = 'Noisy digits over what a denoiser makes of them';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns });
