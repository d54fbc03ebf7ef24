import { measureOverlap } from '../../analysis/measure-overlap.js';
import type { MeasuredRun } from './measured-run.js';

/** How far originals and reconstructions mix in joint t-SNE maps, in all and by class. */
export async function overlap(
  { data, reconstructions, config }: MeasuredRun,
  { pairs }: { readonly pairs: number },
) {
  const { block } = await measureOverlap(data.test, reconstructions, {
    ...{ pairs, engine: 'barnes-hut', seed: config.seed },
  });
  const { perClass, ...all } = block;
  return {
    ...all,
    labels: perClass.map(({ label }) => label),
    perClass: perClass.map(({ overlap }) => overlap),
    perClassP: perClass.map(({ p }) => p),
  };
}
