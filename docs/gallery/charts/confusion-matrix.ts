import { confusionMatrix, type ChartOptions } from '@aelab/viz';
import { digits, json } from '../load.js';

const judged = json<{ k: number; confusion: number[][] }[]>('judge');
const { confusion } = judged.find(({ k }) => k === 8) ?? judged[0];
export default (options: ChartOptions) => confusionMatrix(confusion, digits, options);
