import { perClassError, type ChartOptions, type RunRecord } from '@aelab/viz';
import { json } from '../load.js';

const { test } = json<RunRecord>('run');
export default (options: ChartOptions) => perClassError(test.perClass, options);
