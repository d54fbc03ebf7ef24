import { timeAgainstEpochs, type ChartOptions, type TrainingTime } from '@aelab/viz';
import { json } from '../load.js';

const times = json<TrainingTime[]>('times');
export default (options: ChartOptions) => timeAgainstEpochs(times, options);
