import type { Reproduction } from '../reproduction.js';
import { article } from './article.js';
import { claims } from './claims.js';
import { facts } from './facts.js';

/** Autoencoders against PCA, size by size. */
export const table: Reproduction = {
  name: 'table',
  title: 'Autoencoders against PCA, size by size',
  runs: new URL('../../../src/reproductions/table/runs.yaml', import.meta.url),
  claims,
  facts,
  article,
  unsaid: [],
  pictures: [],
};
