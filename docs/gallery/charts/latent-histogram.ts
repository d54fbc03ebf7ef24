import { latentHistogram, type ChartOptions, type Latents } from '@aelab/viz';
import { json } from '../load.js';

const { values, labels, classNames } = json<Latents>('one-value');
export default (options: ChartOptions) => latentHistogram(values, labels, classNames, options);
