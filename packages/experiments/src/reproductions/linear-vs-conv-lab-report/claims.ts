import type { Claim } from '../claim.js';
import { NotMeasured, type MeasuredFigures, type RunsOfSeed } from '../evidence.js';
import { fitLine } from '../measurements/line-fit.js';

export const epochs = [0, 1, 2, 5, 10, 30];
export const rates = [1e-6, 1e-4, 1e-3, 1e-2, 0.1];
export const latents = [1, 16, 128, 512];
export const pictures = ['cartoon', 'nature', 'inverted 2', 'Ai'];

export const noisyLinear = { model: { type: 'dense', hidden: [256], latentDim: 128 } };
export const noisyConv = { model: { type: 'convLinear', filters: [16, 32], latentDim: 64 } };

const after = (runs: RunsOfSeed, count: number) => runs.run('epochs', { 'training.epochs': count });
const linear = (runs: RunsOfSeed, latentDim: number) => runs.run('latents', { 'model.latentDim': latentDim });
const conv = (runs: RunsOfSeed, latentDim: number) => runs.run('conv', { 'model.latentDim': latentDim });
const huge = (runs: RunsOfSeed) => runs.run('huge');
const errorAtRate = (runs: RunsOfSeed, rate: number) =>
  runs.run('rates', { 'training.learningRate': rate }).figure('test.mse');

/** How much of each unknown picture is lost, the text last. */
const lostOf = (run: MeasuredFigures) => run.figures('unknowns.lost');
const text = pictures.indexOf('Ai');

/** Last over first epoch's training loss. */
function lossGrowth(runs: RunsOfSeed, rate: number): number {
  const losses = runs.run('rates', { 'training.learningRate': rate }).figures('training.loss');
  if (losses.length < 2)
    throw new NotMeasured(`two epochs at learning rate ${rate}: training diverged before`);
  return losses[losses.length - 1] / losses[0];
}

export const claims: readonly Claim[] = [
  {
    kind: 'seeded',
    claim: 'one epoch shows the basic shapes',
    quantity: 'the judge’s accuracy on reconstructions after one epoch over that on originals',
    direction: 'above',
    bound: 0.5,
    because: 'shapes that show are named more often than not; chance is 0.1',
    measure: (runs) => after(runs, 1).figure('judge.accuracyRatio'),
  },
  {
    kind: 'seeded',
    claim: 'all digits recognisable at 30 epochs',
    quantity: 'the judge’s accuracy on reconstructions of the worst digit after 30 epochs',
    direction: 'above',
    bound: 0.9,
    because: 'nine in ten of every digit',
    measure: (runs) => Math.min(...after(runs, 30).figures('judge.perClass')),
  },
  {
    kind: 'seeded',
    claim: 'time is linear in epochs',
    quantity: 'R² of a straight line through the training times of 0 to 30 epochs',
    direction: 'above',
    bound: 0.98,
    because: 'two hundredths for everything but epochs',
    measure: (runs) =>
      fitLine(
        epochs,
        epochs.map((count) => after(runs, count).figure('training.seconds')),
      ).rSquared,
  },
  {
    kind: 'seeded',
    claim: '1e-6 is too slow',
    quantity: 'test MSE with a learning rate of 1e-6 over that with 1e-3, 5 epochs',
    direction: 'above',
    bound: 1.5,
    because: 'half as much again',
    measure: (runs) => errorAtRate(runs, 1e-6) / errorAtRate(runs, 1e-3),
  },
  {
    kind: 'seeded',
    claim: '0.01 and 0.1 find no minimum; the loss even rises',
    part: 'no minimum',
    quantity: 'the lesser of their test MSEs over that with 1e-3',
    direction: 'above',
    bound: 1.5,
    because: 'half as much again',
    measure: (runs) => Math.min(errorAtRate(runs, 1e-2), errorAtRate(runs, 0.1)) / errorAtRate(runs, 1e-3),
  },
  {
    kind: 'seeded',
    claim: '0.01 and 0.1 find no minimum; the loss even rises',
    part: 'the loss rises',
    quantity: 'last over first epoch’s training loss, the greater of the two',
    direction: 'above',
    bound: 1,
    because: 'rises',
    measure: (runs) => Math.max(lossGrowth(runs, 1e-2), lossGrowth(runs, 0.1)),
  },
  {
    kind: 'seeded',
    claim: '1e-3 and 1e-4 are best at 5 epochs',
    quantity: 'least test MSE of the other rates over the greater of these two',
    direction: 'above',
    bound: 1.02,
    because: 'two percent',
    measure: (runs) =>
      Math.min(...[1e-6, 1e-2, 0.1].map((rate) => errorAtRate(runs, rate))) /
      Math.max(errorAtRate(runs, 1e-3), errorAtRate(runs, 1e-4)),
  },
  {
    kind: 'seeded',
    claim: 'latent 1 gives the same image for every input',
    quantity: 'variance of the reconstructions over that of the originals',
    direction: 'below',
    bound: 0.05,
    because: 'one component of PCA gives 0.10: the same must be less than that',
    measure: (runs) => linear(runs, 1).figure('appearance.diversity'),
  },
  {
    kind: 'seeded',
    claim: 'latent 16 is blurry, some digits wrong',
    part: 'blurry',
    quantity: 'sharpness (median over images, original = 1)',
    direction: 'below',
    bound: 0.8,
    because: 'a fifth of the edges gone',
    measure: (runs) => linear(runs, 16).figure('appearance.sharpness'),
  },
  {
    kind: 'seeded',
    claim: 'latent 16 is blurry, some digits wrong',
    part: 'some digits wrong',
    quantity: 'the judge’s accuracy on reconstructions over that on originals',
    direction: 'below',
    bound: 0.98,
    because: 'one digit in fifty',
    measure: (runs) => linear(runs, 16).figure('judge.accuracyRatio'),
  },
  {
    kind: 'seeded',
    claim: '512 gains little over 128',
    quantity: 'share of the test MSE with 128 values that 512 take off',
    direction: 'below',
    bound: 0.2,
    because: 'less than a fifth is little',
    measure: (runs) => 1 - linear(runs, 512).figure('test.mse') / linear(runs, 128).figure('test.mse'),
  },
  {
    kind: 'seeded',
    claim: '16384 does worse on test data: black pixels where ink should be',
    part: 'worse',
    quantity: 'test MSE with 16,384 values over that with 512',
    direction: 'above',
    bound: 1.05,
    because: 'five percent',
    measure: (runs) => huge(runs).figure('test.mse') / linear(runs, 512).figure('test.mse'),
  },
  {
    kind: 'seeded',
    claim: '16384 does worse on test data: black pixels where ink should be',
    part: 'black where ink should be',
    quantity: 'share of ink missing with 16,384 values less that with 512',
    direction: 'above',
    bound: 0.01,
    because: 'a hundredth of the ink',
    measure: (runs) =>
      huge(runs).figure('appearance.missingInk') - linear(runs, 512).figure('appearance.missingInk'),
  },
  {
    kind: 'seeded',
    claim: '16384 does worse on test data: black pixels where ink should be',
    part: 'because it overfits',
    quantity: 'test over training MSE with 16,384 values',
    direction: 'above',
    bound: 1.1,
    because: 'a tenth',
    measure: (runs) => huge(runs).figure('gap.testOverTrain'),
  },
  ...(['linear', 'convolutional'] as const).map((family): Claim => ({
    kind: 'seeded',
    claim: 'only the text Ai survives out of distribution',
    part: family,
    quantity:
      'least share lost of the cartoon, the photo and the inverted digit, less that of the text, 128 values',
    direction: 'above',
    bound: 0.2,
    because: 'a fifth of a picture’s variance',
    measure: (runs) => {
      const lost = lostOf((family === 'linear' ? linear : conv)(runs, 128));
      return Math.min(...lost.filter((_, i) => i !== text)) - lost[text];
    },
  })),
  {
    kind: 'seeded',
    claim: '16384 recreates some strangers better and fails completely on others',
    part: 'better on some',
    quantity: 'least ratio over the four pictures of what 16,384 values lose to what 128 do',
    direction: 'below',
    bound: 0.9,
    because: 'a tenth less',
    measure: (runs) => Math.min(...lossRatios(runs)),
  },
  {
    kind: 'seeded',
    claim: '16384 recreates some strangers better and fails completely on others',
    part: 'fails on others',
    quantity: 'largest share of a picture’s variance that is lost with 16,384 values',
    direction: 'above',
    bound: 1,
    because: 'worse than a patch of one grey',
    measure: (runs) => Math.max(...lostOf(huge(runs))),
  },
  {
    kind: 'seeded',
    claim: 'conv beats linear at 16 and 128',
    quantity: 'test MSE of the convolutional over that of the linear model, the greater of the two sizes',
    direction: 'below',
    bound: 0.98,
    because: 'two percent',
    measure: (runs) =>
      Math.max(
        ...[16, 128].map((k) => conv(runs, k).figure('test.mse') / linear(runs, k).figure('test.mse')),
      ),
  },
  {
    kind: 'seeded',
    claim: 'conv trains faster (64 s against 121 s)',
    quantity: 'training time of the convolutional over that of the linear model, 128 values, as many epochs',
    direction: 'below',
    bound: 0.95,
    because: 'a twentieth; the report’s times give 0.53',
    measure: (runs) =>
      conv(runs, 128).figure('training.seconds') / linear(runs, 128).figure('training.seconds'),
  },
  {
    kind: 'seeded',
    claim: 'conv keeps the dot in the A',
    quantity: 'mean error in the black spot that the A encloses, of the full range, 128 values',
    direction: 'below',
    bound: 0.5,
    because: 'nearer to black than to white',
    measure: (runs) => conv(runs, 128).figure('unknowns.spotError'),
  },
  ...(
    [
      ['trained on clean images', (runs: RunsOfSeed) => conv(runs, 64)],
      ['trained on noisy ones', (runs: RunsOfSeed) => runs.run('denoisers', noisyConv)],
    ] as const
  ).map(([part, runOf]): Claim => ({
    kind: 'seeded',
    claim: 'conv denoises at every factor',
    part,
    quantity: 'least gain in PSNR over the noisy image, in dB, of the factors 0.1 to 0.6, 64 values',
    direction: 'above',
    bound: 0.5,
    because: 'half a decibel is the least that is seen',
    measure: (runs) => Math.min(...runOf(runs).figures('noise.gain')),
  })),
  {
    kind: 'seeded',
    claim: 'linear leaves visible noise at 0.1 and 0.2 and fails above',
    part: 'leaves visible noise',
    quantity:
      'ink added by the linear model less that by the convolutional one, at factor 0.2, of the ink there was',
    direction: 'above',
    bound: 0.02,
    because: 'a fiftieth of the ink',
    measure: (runs) =>
      linear(runs, 128).figures('noise.addedInk')[1] - conv(runs, 64).figures('noise.addedInk')[1],
  },
  ...(
    [
      ['fails above, trained on clean images', (runs: RunsOfSeed) => linear(runs, 128)],
      ['fails above, trained on noisy ones', (runs: RunsOfSeed) => runs.run('denoisers', noisyLinear)],
    ] as const
  ).map(([part, runOf]): Claim => ({
    kind: 'seeded',
    claim: 'linear leaves visible noise at 0.1 and 0.2 and fails above',
    part,
    quantity:
      'greatest gain in PSNR over the best Gaussian filter, in dB, of the factors 0.3 to 0.6, 128 values',
    direction: 'below',
    bound: 0,
    because: 'a denoiser that a fixed blur beats has failed',
    measure: (runs) => Math.max(...runOf(runs).figures('noise.overGaussian').slice(2)),
  })),
  {
    kind: 'seeded',
    claim: 'strong noise makes holes',
    quantity: 'share of ink missing at factor 0.6 less that at 0.1, convolutional, 64 values',
    direction: 'above',
    bound: 0.05,
    because: 'a twentieth of the ink',
    measure: (runs) => {
      const missing = conv(runs, 64).figures('noise.missingInk');
      return missing[5] - missing[0];
    },
  },
  {
    kind: 'seeded',
    claim: 'no new features appear until the noise is very high',
    quantity: 'ink added at factor 0.4 less that at 0.1, of the ink there was, convolutional, 64 values',
    direction: 'below',
    bound: 0.1,
    because: 'a tenth of the ink would be a stroke',
    measure: (runs) => {
      const added = conv(runs, 64).figures('noise.addedInk');
      return added[3] - added[0];
    },
  },
  {
    kind: 'unmeasured',
    claim: 'superimpose the loss curves of several learning rates',
    why: 'a piece of further work, not a claim: the chart is below',
  },
];

function lossRatios(runs: RunsOfSeed): number[] {
  const small = lostOf(linear(runs, 128));
  return lostOf(huge(runs)).map((lost, i) => lost / small[i]);
}
