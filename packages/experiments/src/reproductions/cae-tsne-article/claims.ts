import { knee, mean, type Knee } from '@aelab/metrics';
import type { Claim } from '../claim.js';
import type { MeasuredFigures, RunsOfSeed } from '../evidence.js';

/** 392, 196, 78, 39, 20 and 8 of 784 values. */
export const percents = [50, 75, 90, 95, 97.5, 99];

const at = (runs: RunsOfSeed, percent: number) => runs.run('mnist', { 'model.compressionPercent': percent });
const mapAt = (runs: RunsOfSeed, percent: number) =>
  runs.run('maps', { 'model.compressionPercent': percent });
const trainedOn = (runs: RunsOfSeed, dataset: string) => runs.run('adaptability', { dataset });

/** How far the error of one digit lies below (or, with −1, above) all others, of the mean over the digits. */
function lead(run: MeasuredFigures, digit: number, sign: 1 | -1): number {
  const errors = run.figures('classes.mse').map((error) => sign * error);
  const others = errors.filter((_, other) => other !== digit);
  return (Math.min(...others) - errors[digit]) / Math.abs(mean(errors));
}

/** Largest over smallest. */
function unevenness(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values);
}

/** Of the digits that the judge called `from` before, the share that it calls `to` after. */
function becomes(run: MeasuredFigures, from: number, to: number): number {
  const row = run.figures(`judge.confusion.${from}`);
  return row[to] / row.reduce((sum, count) => sum + count, 0);
}

/** The knee of an error over log2 of the latent values. */
export function kneeOf(runs: RunsOfSeed, error: string): Knee {
  const rising = [...percents].reverse();
  return knee(
    rising.map((percent) => Math.log2(at(runs, percent).figures('model.latentShape')[0])),
    rising.map((percent) => at(runs, percent).figure(error)),
  );
}

export const claims: readonly Claim[] = [
  {
    kind: 'seeded',
    claim: 'MSE stays low, then rises beyond a threshold (a knee)',
    quantity:
      'depth of the knee of MSE over latent values, log2: distance from the chord, 0 for a straight line',
    direction: 'above',
    bound: 0.1,
    because: 'a tenth of the curve’s box; a straight line has none',
    measure: (runs) => kneeOf(runs, 'test.mse').depth,
  },
  ...[95, 99].map((percent): Claim => ({
    kind: 'seeded',
    claim: 'digit 1 has the lowest error at 95 and 99 %',
    part: `${percent} %`,
    quantity: 'least error of another digit less that of 1, over the mean of the digits',
    direction: 'above',
    bound: 0.02,
    because: 'a fiftieth of the mean error',
    measure: (runs) => lead(at(runs, percent), 1, 1),
  })),
  {
    kind: 'seeded',
    claim: 'digit 2 has the highest error at 95 %',
    quantity: 'error of 2 less the greatest of another digit, over the mean of the digits',
    direction: 'above',
    bound: 0,
    because: 'any lead is a highest error',
    measure: (runs) => lead(at(runs, 95), 2, -1),
  },
  {
    kind: 'seeded',
    claim: 'digit 8 has the highest error at 99 %',
    quantity: 'error of 8 less the greatest of another digit, over the mean of the digits',
    direction: 'above',
    bound: 0,
    because: 'any lead is a highest error',
    measure: (runs) => lead(at(runs, 99), 8, -1),
  },
  ...(
    [
      [2, 8],
      [4, 9],
    ] as const
  ).map(([from, to]): Claim => ({
    kind: 'seeded',
    claim: 'at 99 % 2 starts to look like 8 and 4 like 9',
    part: `${from} like ${to}`,
    quantity: `share of the judge’s ${from}s that it calls ${to} after reconstruction`,
    direction: 'above',
    bound: 0.02,
    because: 'one in fifty',
    measure: (runs) => becomes(at(runs, 99), from, to),
  })),
  ...[95, 99].map((percent): Claim => ({
    kind: 'seeded',
    claim: 'error per 100 ink pixels evens the digits out',
    part: `${percent} %`,
    quantity: 'largest over smallest error per 100 ink, over the same of the plain error',
    direction: 'below',
    bound: 0.8,
    because: 'a fifth less uneven',
    measure: (runs) =>
      unevenness(at(runs, percent).figures('classes.msePer100Ink')) /
      unevenness(at(runs, percent).figures('classes.mse')),
  })),
  {
    kind: 'seeded',
    claim: 't-SNE: originals and reconstructions overlap at low compression',
    quantity: 'overlap in joint t-SNE maps at 50 % (1: indistinguishable)',
    direction: 'above',
    bound: 0.9,
    because: 'a tenth from indistinguishable',
    measure: (runs) => mapAt(runs, 50).figure('overlap.overlap'),
  },
  {
    kind: 'seeded',
    claim: 't-SNE at 99 %: digit 1 separates most; 3, 7, 8, 9 slightly',
    part: '1 separates most',
    quantity: 'least overlap of another digit less that of 1',
    direction: 'above',
    bound: 0,
    because: 'any lead is most',
    measure: (runs) => {
      const overlaps = mapAt(runs, 99).figures('overlap.perClass');
      return Math.min(...overlaps.filter((_, digit) => digit !== 1)) - overlaps[1];
    },
  },
  {
    kind: 'seeded',
    claim: 't-SNE at 99 %: digit 1 separates most; 3, 7, 8, 9 slightly',
    part: '3, 7, 8 and 9 more than 0, 2, 4, 5 and 6',
    quantity: 'mean overlap of 0, 2, 4, 5, 6 less that of 3, 7, 8, 9',
    direction: 'above',
    bound: 0.02,
    because: 'a fiftieth of the scale',
    measure: (runs) => {
      const overlaps = mapAt(runs, 99).figures('overlap.perClass');
      const over = (digits: readonly number[]) => mean(digits.map((digit) => overlaps[digit]));
      return over([0, 2, 4, 5, 6]) - over([3, 7, 8, 9]);
    },
  },
  {
    kind: 'unmeasured',
    claim: 't-SNE is O(n^2) and non-parametric',
    why: 'a statement about an algorithm, not about a training: true of exact t-SNE; Barnes–Hut t-SNE needs O(n log n), and our map takes new points, so neither is a limit of the method (growth of the time is measured below)',
  },
  ...[50, 95, 99].map((percent): Claim => ({
    kind: 'seeded',
    claim: 'autoencoders beat PCA/SVD and traditional codecs in some respects',
    part: `PCA with as many values, ${percent} %`,
    quantity: 'test MSE over that of PCA with as many components',
    direction: 'below',
    bound: 0.98,
    because: 'two percent',
    measure: (runs) => {
      const run = at(runs, percent);
      return run.figure('test.mse') / run.figure('baselines.pca.mse');
    },
  })),
  {
    kind: 'seeded',
    claim: 'blur grows with compression',
    quantity: 'least fall of sharpness (median over images) from one compression to the next',
    direction: 'above',
    bound: 0,
    because: 'grows means at every step',
    measure: (runs) => {
      const sharpness = percents.map((percent) => at(runs, percent).figure('appearance.sharpness'));
      return Math.min(...sharpness.slice(1).map((value, i) => sharpness[i] - value));
    },
  },
  ...(
    [
      [95, 'above', 'most digits at 95 %'],
      [99, 'below', 'no longer at 99 %'],
    ] as const
  ).map(([percent, direction, part]): Claim => ({
    kind: 'seeded',
    claim: 'most digits stay recognisable until extreme compression',
    part,
    quantity: 'the judge’s accuracy on reconstructions over that on originals',
    direction,
    bound: 0.95,
    because: 'one digit in twenty',
    measure: (runs) => at(runs, percent).figure('judge.accuracyRatio'),
  })),
  {
    kind: 'seeded',
    claim: 'adapts to the kind of data',
    quantity: 'test MSE on Fashion-MNIST when trained on it over that when trained on MNIST, 39 values',
    direction: 'below',
    bound: 0.8,
    because: 'a fifth less',
    measure: (runs) =>
      trainedOn(runs, 'fashion-mnist').figure('transfer.fashion') /
      trainedOn(runs, 'mnist').figure('transfer.fashion'),
  },
  ...[90, 99].map((percent): Claim => ({
    kind: 'seeded',
    claim: 'preserves important features',
    part: `better than JPEG at its bytes, ${percent} %`,
    quantity:
      'the judge’s accuracy on images from entropy-coded latents less that on JPEG of as many bytes or more, its header not counted',
    direction: 'above',
    bound: 0.01,
    because: 'one digit in a hundred',
    measure: (runs) => {
      const run = at(runs, percent);
      return run.figure('atJpegBytes.accuracy') - run.figure('atJpegBytes.jpegAccuracy');
    },
  })),
  {
    kind: 'unmeasured',
    claim: 'quality is finely adjustable',
    why: 'a latent can have any whole number of values, but each needs a training of its own, while JPEG’s quality is a number from 1 to 100 at no cost; the steps that JPEG’s qualities make are below, and which is finer is a matter of what a step costs',
  },
  {
    kind: 'seeded',
    claim: 'encoding time is linear in input size',
    quantity: 'power of the number of images that fits the encoding time best, |power − 1|',
    direction: 'below',
    bound: 0.15,
    because: 'ten times the images in 7 to 14 times the time',
    measure: (runs) => Math.abs(mapAt(runs, 99).figure('encodeTime.power') - 1),
  },
];
