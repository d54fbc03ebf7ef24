import { noiseSweep, type ChartOptions } from '@aelab/viz';
import { json } from '../load.js';

const gains = json<{ factor: number; pca: number; median: number }[]>('noise');
const curves = [
  { name: 'PCA, 32', points: gains.map(({ factor, pca }) => ({ x: factor, y: pca })) },
  {
    name: 'median filter',
    points: gains.map(({ factor, median }) => ({ x: factor, y: median })),
    rival: true,
  },
];
export default (options: ChartOptions) => noiseSweep(curves, options);
