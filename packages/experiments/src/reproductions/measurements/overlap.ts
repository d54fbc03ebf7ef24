import { measureOverlap } from '../../analysis/measure-overlap.js';
import type { MeasuredRun } from './measured-run.js';

/** How far originals and reconstructions mix in joint t-SNE maps, in all and by class; the map of the first seed. */
export async function overlap(
  { data, reconstructions, config }: MeasuredRun,
  { pairs }: { readonly pairs: number },
) {
  const { block, embedding } = await measureOverlap(data.test, reconstructions, {
    ...{ pairs, engine: 'barnes-hut', seed: config.seed },
  });
  const { perClass, ...all } = block;
  return {
    ...all,
    labels: perClass.map(({ label }) => label),
    perClass: perClass.map(({ overlap }) => overlap),
    perClassP: perClass.map(({ p }) => p),
    ...(config.seed === 0 && {
      map: {
        labels: embedding.labels,
        originals: embedding.originals.map(shortened),
        reconstructions: embedding.reconstructions.map(shortened),
      },
    }),
  };
}

/** To what a chart can show, as every map is kept in the results. */
function shortened(value: number): number {
  return Number(value.toPrecision(3));
}
