import { embeddingScatter, type ChartOptions, type Embedding, type RunRecord } from '@aelab/viz';
import { json } from '../load.js';

const embedding = json<Embedding>('embedding');
const overlap = json<RunRecord>('run').overlap?.perClass.map((scores) => scores.overlap);
export default (options: ChartOptions) =>
  embeddingScatter({ ...embedding, ...(overlap && { overlap }) }, options);
