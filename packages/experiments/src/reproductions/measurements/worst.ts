import { toUnitRange } from '@aelab/images';
import { mse, quantiles, worstImages } from '@aelab/metrics';
import { atMost } from './at-most.js';
import type { MeasuredRun } from './measured-run.js';

const shown = 5;
const neighboursAmong = 1000;

/** The worst test images, each with what is most unusual about it, and the worst error over the median one. */
export function worst({ data, reconstructions, config }: MeasuredRun) {
  const originals = toUnitRange(data.test.images);
  const errors = mse(originals, reconstructions);
  const train = toUnitRange(atMost(data.train, neighboursAmong).dataset.images);
  const [median] = quantiles(errors, [0.5]);
  const images = worstImages(errors, originals, shown, { train, seed: config.seed });
  return {
    overMedian: images[0].error / median,
    explained: images.filter(({ likelyCause }) => likelyCause !== 'none').length,
    images: images.map(({ index, error, likelyCause, unusual }) => ({
      index,
      error,
      likelyCause,
      ...unusual,
    })),
  };
}
