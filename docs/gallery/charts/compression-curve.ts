import { compressionCurve, type ChartOptions, type CurvePoint, type RunRecord } from '@aelab/viz';
import { json } from '../load.js';

const { test, model } = json<RunRecord>('run');
const { curve, knee } = json<{ curve: CurvePoint[]; knee: number }>('pca-curve');
const demo = [{ x: Number(model.dimensionReduction), y: test.mse }];
const curves = [
  { name: 'demo', points: demo },
  { name: 'PCA', points: curve, rival: true },
];
export default (options: ChartOptions) => compressionCurve(curves, { ...options, knee });
