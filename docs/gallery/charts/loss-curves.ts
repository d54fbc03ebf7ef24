import { lossCurves, type ChartOptions } from '@aelab/viz';
import { json, type Run } from '../load.js';

const curves = json<Run[]>('runs').filter(({ loss, name }) => loss === 'mse' && name !== 'rate-24');
export default (options: ChartOptions) => lossCurves(curves, { ...options, loss: 'mse' });
