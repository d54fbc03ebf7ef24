import { runErrors, type ChartOptions } from '@aelab/viz';
import { json, type Run } from '../load.js';

const runs = json<Run[]>('runs');
export default (options: ChartOptions) => runErrors(runs, options);
