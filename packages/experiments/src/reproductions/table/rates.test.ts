import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ReproductionResults } from '../results.js';
import { readRunsFile } from '../runs-file.js';
import { valueAtPath } from '../../sweep/value-at-path.js';
import { families, groupOf, sets } from './cells.js';
import { lowestRate, rateLosses } from './rates.js';
import { table } from './table.js';

const published = join(import.meta.dirname, '../../../../../docs/table/results.json');

it.skipIf(!existsSync(published))(
  'trains each cell at the rate that the images kept aside chose',
  async () => {
    const results = JSON.parse(readFileSync(published, 'utf8')) as ReproductionResults;
    const { groups } = await readRunsFile(table.runs, 'full');
    for (const set of sets)
      for (const family of families) {
        const group = groups.find(({ name }) => name === groupOf(set, family));
        const stated = valueAtPath(group?.sweep.base, 'training.learningRate');
        expect([set, family, stated]).toEqual([set, family, lowestRate(rateLosses(results, set, family))]);
      }
  },
);
