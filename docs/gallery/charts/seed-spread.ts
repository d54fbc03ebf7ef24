import { seedSpread, type ChartOptions } from '@aelab/viz';
import { json, type Bottlenecks } from '../load.js';

const { sizes } = json<Bottlenecks>('bottlenecks');
const groups = sizes.map(({ size, seeds }) => ({ name: `latent of ${size}`, values: seeds }));
export default (options: ChartOptions) => seedSpread(groups, options);
