import { timeAgainstEpochs, type ChartOptions } from '@aelab/viz';

// Seconds of the linear-vs-conv lab report.
const seconds = [1, 7, 14, 33, 64, 191];
const times = [0, 1, 2, 5, 10, 30].map((epochs, i) => ({ epochs, seconds: seconds[i] }));
export default (options: ChartOptions) => timeAgainstEpochs(times, options);
