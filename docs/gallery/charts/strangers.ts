import { imageGrid, type ChartOptions } from '@aelab/viz';
import { sheet } from '../load.js';

const { rows, columns } = sheet('strangers');
const title = 'What a model of digits makes of pictures that it never saw';
export default (options: ChartOptions) => imageGrid(rows, { ...options, title, columns });
