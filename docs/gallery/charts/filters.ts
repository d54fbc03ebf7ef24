import { imageGrid, type ChartOptions } from '@aelab/viz';
import { sheet } from '../load.js';

const { rows, columns } = sheet('filters');
const title = 'Filters of the first layer over the principal components';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns });
