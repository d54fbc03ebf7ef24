import { confusionMatrix, type ChartOptions, type RunRecord } from '@aelab/viz';
import { digits, json } from '../load.js';

const { judge } = json<RunRecord>('run');
export default (options: ChartOptions) => confusionMatrix(judge?.confusion ?? [], digits, options);
