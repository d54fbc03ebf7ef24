// Run as a process of its own by fetch-dataset.slow.test.ts: fetches the data set of the layout in its first argument.
import type { DatasetLayout } from '../dataset-card.js';
import { fetchDataset } from '../fetch-dataset.js';
import { mnistCard } from '../mnist.js';

const { folder, layout } = JSON.parse(process.argv[2]) as { folder: string; layout: DatasetLayout };
const card = { ...mnistCard, name: 'set', folder: () => folder, layouts: [layout] as const };
const { fetched } = await fetchDataset(card, { backOffSeconds: 0.01 });
process.stdout.write(fetched ? 'fetched' : 'whole');
