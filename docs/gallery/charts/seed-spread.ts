import { seedSpread, type ChartOptions, type SeedGroup } from '@aelab/viz';
import { json } from '../load.js';

const groups = json<SeedGroup[]>('seeds');
export default (options: ChartOptions) => seedSpread(groups, options);
