import { lossCurves, type ChartOptions, type RunRecord } from '@aelab/viz';
import { json } from '../load.js';

const { training } = json<RunRecord>('run');
const curves = [{ name: 'training', losses: training.loss }];
export default (options: ChartOptions) => lossCurves(curves, { ...options, loss: 'mse' });
