import { classComparison, type ChartOptions } from '@aelab/viz';
import { json, type Run } from '../load.js';

const runs = json<Run[]>('runs').slice(1, 5);
export default (options: ChartOptions) => classComparison(runs, options);
