import { accuracyRatio, type ChartOptions } from '@aelab/viz';
import { json } from '../load.js';

type Judged = { k: number; accuracyRatio: number; accuracyRatioInterval: [number, number] };
const points = json<Judged[]>('judge').map((judged) => ({
  x: 784 / judged.k,
  y: judged.accuracyRatio,
  interval: judged.accuracyRatioInterval,
}));
export default (options: ChartOptions) => accuracyRatio([{ name: 'PCA', points }], options);
