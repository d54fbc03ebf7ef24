import { stratifiedSubset } from '@aelab/datasets';
import { dctBasis } from '@aelab/metrics/baselines';
import { pcaErrorCurve } from '@aelab/metrics/pca';
import { loadDataset } from '../../datasets.js';
import type { Scale } from '../results.js';
import { sets, sizes } from './cells.js';

/** Test MSE of the lowest frequencies of a cosine transform, which learns nothing, by data set and number of values. */
export async function facts(scale: Scale) {
  const dct: Record<string, number[]> = {};
  for (const set of sets) {
    const test = (await loadDataset(set, 0).catch(() => undefined))?.test;
    if (!test) continue; // its group is left out too, and the page says so
    const { images } = scale === 'quick' ? stratifiedSubset(test, 500, 0).dataset : test;
    const [, height, width, channels] = images.shape;
    const curve = pcaErrorCurve(dctBasis([height, width, channels], Math.max(...sizes)), images);
    dct[set] = sizes.map((size) => curve[size]);
  }
  return { dct };
}
