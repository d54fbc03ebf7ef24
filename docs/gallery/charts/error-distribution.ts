import { errorDistribution, type ChartOptions } from '@aelab/viz';
import { json } from '../load.js';

const errors = json<number[]>('image-errors');
export default (options: ChartOptions) => errorDistribution(errors, options);
