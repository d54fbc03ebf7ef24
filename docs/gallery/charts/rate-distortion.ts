import { rateDistortion, type ChartOptions, type CurvePoint } from '@aelab/viz';
import { json } from '../load.js';

const points = json<(CurvePoint & { codec: string })[]>('rates').sort((a, b) => a.x - b.x);
const curves = [...new Set(points.map(({ codec }) => codec))].sort().map((name) => ({
  name,
  points: points.filter(({ codec }) => codec === name),
  rival: name !== 'autoencoder',
}));
export default (options: ChartOptions) => rateDistortion(curves, options);
