import { perClassInkError, type ChartOptions, type RunRecord } from '@aelab/viz';
import { json } from '../load.js';

const { test } = json<RunRecord>('run');
export default (options: ChartOptions) => perClassInkError(test.perClass, options);
