import { figuresOfRun } from '../evidence.js';
import type { ReproductionResults } from '../results.js';
import { groupOf, type DataSet, type Family } from './cells.js';

const types = { dense: 'dense', convolutional: 'convLinear' } as const;

/** The last loss on the training images kept aside, by learning rate, rates rising; empty where none was tried. */
export function rateLosses({ runs }: ReproductionResults, set: DataSet, family: Family): Map<number, number> {
  const tried = runs
    .filter(({ group }) => group === groupOf(set, 'rates'))
    .filter(({ changes }) => (changes['model'] as { type?: string }).type === types[family]);
  const losses = tried.map((run): [number, number] => [
    Number(run.changes['training.learningRate']),
    figuresOfRun(run).figures('training.validationLoss').at(-1) ?? Infinity,
  ]);
  return new Map(losses.sort(([a], [b]) => a - b));
}

export function lowestRate(losses: ReadonlyMap<number, number>): number | undefined {
  const lowest = Math.min(...losses.values());
  return [...losses].find(([, loss]) => loss === lowest)?.[0];
}
