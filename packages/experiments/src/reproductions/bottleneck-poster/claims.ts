import type { Claim } from '../claim.js';
import { learnt, type MeasuredFigures, type RunsOfSeed } from '../evidence.js';

export const bottlenecks = [1, 2, 4, 10, 32];

const mnist = (runs: RunsOfSeed, latentDim: number) => runs.run('mnist', { 'model.latentDim': latentDim });
const photos = (runs: RunsOfSeed, latentDim: number) =>
  learnt(runs.run('photos', { 'model.latentDim': latentDim }));
const photosConv = (runs: RunsOfSeed) => learnt(runs.run('photosConv'));

/** The least rise of a figure from one bottleneck to the next. */
function leastRise(runs: RunsOfSeed, path: string): number {
  const figures = bottlenecks.map((latentDim) => mnist(runs, latentDim).figure(path));
  return Math.min(...figures.slice(1).map((figure, i) => figure - figures[i]));
}

function largestOfOthers(figures: readonly number[]): number {
  return Math.max(...figures.slice(1));
}

const lost = (run: MeasuredFigures, band: string) => run.figure(`appearance.bands.${band}`);

export const claims: readonly Claim[] = [
  {
    kind: 'seeded',
    claim: 'the mean 1-neuron value of digit 0 is dramatically different from the others',
    part: 'its mean is the most extreme',
    quantity: '|z| of the mean of 0 among the ten means, less the largest |z| of another digit',
    direction: 'above',
    bound: 0,
    because: 'the poster’s own means give 2.23 for 0 and 2.00 for 1: any margin counts',
    measure: (runs) => {
      const z = mnist(runs, 1).figures('oneValue.z').map(Math.abs);
      return z[0] - largestOfOthers(z);
    },
  },
  {
    kind: 'seeded',
    claim: 'the mean 1-neuron value of digit 0 is dramatically different from the others',
    part: 'it is apart from each of them, set against the spread within digits',
    quantity: 'the least |Cohen’s d| between 0 and another digit',
    direction: 'above',
    bound: 0.8,
    because: '0.8 is what Cohen calls a large difference',
    measure: (runs) => mnist(runs, 1).figures('oneValue.leastD')[0],
  },
  {
    kind: 'seeded',
    claim: 'more bottleneck neurons give more individual, more recognisable images',
    part: 'individual',
    quantity:
      'least rise of the reconstructions’ variance (over the originals’) from one bottleneck to the next',
    direction: 'above',
    bound: 0.01,
    because: 'a hundredth of the originals’ variance',
    measure: (runs) => leastRise(runs, 'appearance.diversity'),
  },
  {
    kind: 'seeded',
    claim: 'more bottleneck neurons give more individual, more recognisable images',
    part: 'recognisable',
    quantity: 'least rise of the judge’s accuracy on reconstructions from one bottleneck to the next',
    direction: 'above',
    bound: 0.01,
    because: 'one digit in a hundred',
    measure: (runs) => leastRise(runs, 'judge.accuracyReconstruction'),
  },
  {
    kind: 'seeded',
    claim: 'STL-10 reconstructions keep colour regions, not detail',
    part: 'regions of colour are kept',
    quantity: 'share of the coarse colour (waves above 8 pixels) that is lost, 32 neurons',
    direction: 'below',
    bound: 0.5,
    because: 'kept means that more is kept than lost',
    measure: (runs) => lost(photos(runs, 32), 'chromaLow'),
  },
  {
    kind: 'seeded',
    claim: 'STL-10 reconstructions keep colour regions, not detail',
    part: 'detail is not',
    quantity: 'share of the fine brightness (waves below 8 pixels) that is lost, 32 neurons',
    direction: 'above',
    bound: 0.9,
    because: 'not kept means nearly all lost',
    measure: (runs) => lost(photos(runs, 32), 'lumaHigh'),
  },
  {
    kind: 'seeded',
    claim: 'one unexplained outlier image among the STL-10 reconstructions',
    part: 'there is one',
    quantity: 'worst error of a test image over the median one, 32 neurons',
    direction: 'above',
    bound: 3,
    because: 'three times the usual error is what an eye would call an outlier',
    measure: (runs) => photos(runs, 32).figure('worst.overMedian'),
  },
  {
    kind: 'seeded',
    claim: 'one unexplained outlier image among the STL-10 reconstructions',
    part: 'and nothing about the worst images explains it',
    quantity: 'of the five worst images, those 2 standard deviations off in norm, saturation or novelty',
    direction: 'below',
    bound: 1,
    because: 'unexplained means that hardly one of them is unusual',
    measure: (runs) => photos(runs, 32).figure('worst.explained'),
  },
  {
    kind: 'seeded',
    claim: 'smaller bottlenecks give flatter but still recognisable images',
    part: 'flatter',
    quantity: 'sharpness with 32 neurons less that with 1 (median over images, original = 1)',
    direction: 'above',
    bound: 0.05,
    because: 'a twentieth of an original’s edges',
    measure: (runs) =>
      mnist(runs, 32).figure('appearance.sharpness') - mnist(runs, 1).figure('appearance.sharpness'),
  },
  {
    kind: 'seeded',
    claim: 'smaller bottlenecks give flatter but still recognisable images',
    part: 'still recognisable with one neuron',
    quantity: 'the judge’s accuracy on reconstructions from one neuron, over that on originals',
    direction: 'above',
    bound: 0.5,
    because: 'recognisable means more often than not; chance is 0.1',
    measure: (runs) => mnist(runs, 1).figure('judge.accuracyRatio'),
  },
  {
    kind: 'seeded',
    claim: 'one neuron gives nearly the same, most general image for every input',
    quantity: 'variance of the reconstructions from one neuron over that of the originals',
    direction: 'below',
    bound: 0.05,
    because: 'one component of PCA gives 0.10: nearly the same must be less than that',
    measure: (runs) => mnist(runs, 1).figure('appearance.diversity'),
  },
  {
    kind: 'seeded',
    claim: 'latent values and generated images are clearly related',
    quantity: 'rank correlation of latent distance with image distance over 5,000 pairs, 10 neurons',
    direction: 'above',
    bound: 0.5,
    because: 'half of a perfect order',
    measure: (runs) => mnist(runs, 10).figure('latents.distanceCorrelation'),
  },
  {
    kind: 'seeded',
    claim: "STL-10 reconstructions are less defined than MNIST's",
    quantity: 'sharpness on MNIST less that on photos, 32 neurons',
    direction: 'above',
    bound: 0.05,
    because: 'a twentieth of an original’s edges',
    measure: (runs) =>
      mnist(runs, 32).figure('appearance.sharpness') - photos(runs, 32).figure('appearance.sharpness'),
  },
  {
    kind: 'seeded',
    claim: 'convolutional autoencoder: fewer trained weights',
    quantity: 'parameters of the convolutional network over the dense one’s, both with 32 latent values',
    direction: 'below',
    bound: 1,
    because: 'fewer',
    measure: (runs) =>
      runs.run('photosConv').figure('model.parameters') / photos(runs, 32).figure('model.parameters'),
  },
  {
    kind: 'seeded',
    claim: 'convolutional autoencoder: more detail kept',
    quantity:
      'share of the fine brightness lost by the dense network less that lost by the convolutional one',
    direction: 'above',
    bound: 0.02,
    because: 'a fiftieth of the detail',
    measure: (runs) => lost(photos(runs, 32), 'lumaHigh') - lost(photosConv(runs), 'lumaHigh'),
  },
];
