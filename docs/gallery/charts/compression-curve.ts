import { compressionCurve, type ChartOptions } from '@aelab/viz';
import { json, type Bottlenecks } from '../load.js';

const { sizes, knee } = json<Bottlenecks>('bottlenecks');
const curves = [
  { name: 'autoencoder, mean of 3 seeds', points: sizes.map(({ size, mse }) => ({ x: 784 / size, y: mse })) },
  { name: 'PCA', points: sizes.map(({ size, pca }) => ({ x: 784 / size, y: pca })), rival: true },
];
export default (options: ChartOptions) => compressionCurve(curves, { ...options, knee });
