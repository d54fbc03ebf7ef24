import { accuracyRatio, type ChartOptions } from '@aelab/viz';
import { json, type Bottlenecks } from '../load.js';

const { sizes } = json<Bottlenecks>('bottlenecks');
const points = sizes.map(({ size, judge: [{ accuracyRatio, accuracyRatioInterval }] }) => ({
  x: 784 / size,
  y: accuracyRatio,
  interval: accuracyRatioInterval,
}));
export default (options: ChartOptions) => accuracyRatio([{ name: 'autoencoder', points }], options);
