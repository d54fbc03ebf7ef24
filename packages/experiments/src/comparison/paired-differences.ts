import { random } from '@aelab/kernels/random';
import { bootstrapMean } from '@aelab/metrics';
import type { PairedDifference } from '@aelab/viz';

const resamples = 1000;

/**
 * How each run differs from the best on the same images: errors of two models on an image rise and fall together, so
 * that the difference is known better than either.
 *
 * @param errors - one error per image, by run
 */
export function pairedDifferences(
  errors: Readonly<Record<string, Float64Array>>,
  best: string,
): Record<string, PairedDifference> {
  const first = firstShares(Object.values(errors));
  return Object.fromEntries(
    Object.entries(errors).map(([name, own], r) => {
      const differences = own.map((error, i) => error - errors[best][i]);
      return [
        name,
        { interval: bootstrapMean(differences, { seed: 0, resamples }).interval, first: first[r] },
      ];
    }),
  );
}

/** The share of resamples of the images in which each run has the least mean error; equals share a resample. */
function firstShares(errors: readonly Float64Array[]): number[] {
  const n = errors[0].length;
  const { integer } = random(0, 'rank');
  const wins = errors.map(() => 0);
  for (let resample = 0; resample < resamples; resample++) {
    const images = Uint32Array.from({ length: n }, () => integer(n));
    const sums = errors.map((own) => images.reduce((sum, i) => sum + own[i], 0));
    const least = Math.min(...sums.filter((sum) => !Number.isNaN(sum)));
    const winners = sums.filter((sum) => sum === least).length;
    sums.forEach((sum, r) => (wins[r] += sum === least ? 1 / winners : 0));
  }
  return wins.map((count) => count / resamples);
}
