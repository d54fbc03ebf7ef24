import { noiseSweep, type ChartOptions, type NoiseBlock } from '@aelab/viz';
import { json } from '../load.js';

const { strengths } = json<NoiseBlock>('noise');
const curves = [
  {
    name: 'denoiser',
    points: strengths.map(({ factor, model }) => ({ x: factor, y: model.gain, interval: model.interval })),
  },
  { name: 'PCA, 64', points: strengths.map(({ factor, pca = NaN }) => ({ x: factor, y: pca })), rival: true },
  { name: 'median filter', points: strengths.map((s) => ({ x: s.factor, y: s.medianFilter })), rival: true },
];
export default (options: ChartOptions) => noiseSweep(curves, options);
