import { baselineComparison, type ChartOptions, type RunRecord } from '@aelab/viz';
import { json } from '../load.js';

const record = json<RunRecord>('run');
export default (options: ChartOptions) => baselineComparison(record, options);
