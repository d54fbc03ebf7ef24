import { breakEvenImages } from '@aelab/metrics';
import type { Claim } from '../claim.js';
import { learnt, type MeasuredFigures, type RunsOfSeed } from '../evidence.js';

export const latents = [64, 50, 36, 22];

/** Encoders of one and of five hidden layers, the ends of the comparison of depths. */
const shallow = [128];
const deep = [128, 128, 128, 128, 128];

export const models = {
  dense: { model: { type: 'dense', hidden: [128], latentDim: 64 } },
  conv: { model: { type: 'convLinear', filters: [16, 32], latentDim: 64 } },
} as const;

const table = (runs: RunsOfSeed, latentDim: number) => runs.run('table', { 'model.latentDim': latentDim });
const ofDepth = (runs: RunsOfSeed, hidden: number[], activation: string) =>
  runs.run('depth', { 'model.hidden': hidden, 'model.activation': activation });

/** Length of the first layer's gradient at the end of the first epoch. */
const firstGradient = (run: MeasuredFigures) => run.figures('training.gradientNorms.encoder_1')[0];

const gradientRatio = (runs: RunsOfSeed, activation: string) =>
  Math.log10(
    firstGradient(ofDepth(runs, deep, activation)) / firstGradient(ofDepth(runs, shallow, activation)),
  );

export const claims: readonly Claim[] = [
  {
    kind: 'seeded',
    claim: '784 values reduce to 64 at an error of 0.011',
    part: 'as a root mean square error, as printed',
    quantity: 'test RMSE with 64 values',
    direction: 'below',
    bound: 0.0115,
    because: 'what rounds to 0.011',
    measure: (runs) => table(runs, 64).figure('test.rmse'),
  },
  {
    kind: 'seeded',
    claim: '784 values reduce to 64 at an error of 0.011',
    part: 'read as a mean square error',
    quantity: 'test MSE with 64 values',
    direction: 'below',
    bound: 0.0115,
    because: 'what rounds to 0.011',
    measure: (runs) => table(runs, 64).figure('test.mse'),
  },
  {
    kind: 'seeded',
    claim: 'a narrower compression layer always raises the loss',
    quantity: 'least relative rise of the test MSE from 64 to 50, 50 to 36 and 36 to 22 values',
    direction: 'above',
    bound: 0.01,
    because: 'one percent; always means at the least of the steps',
    measure: (runs) => {
      const errors = latents.map((latentDim) => table(runs, latentDim).figure('test.mse'));
      return Math.min(...errors.slice(1).map((error, i) => error / errors[i] - 1));
    },
  },
  {
    kind: 'stated',
    claim: 'the ratio is the same for every input while the loss varies between samples',
    part: 'the ratio of 0.081',
    quantity: '64 / 784, which the paper cuts off instead of rounding',
    stated: 0.081,
    tolerance: 0.001,
    computed: 64 / 784,
  },
  {
    kind: 'seeded',
    claim: 'the ratio is the same for every input while the loss varies between samples',
    part: 'the loss varies',
    quantity: 'standard deviation over mean of the test images’ MSEs, 64 values',
    direction: 'above',
    bound: 0.1,
    because: 'a tenth of the mean',
    measure: (runs) => table(runs, 64).figure('errors.coefficientOfVariation'),
  },
  {
    kind: 'stated',
    claim: '131 samples repay the model transfer',
    quantity: 'least n with 2623 + 2 n ≤ 22 n (kB)',
    stated: 131,
    tolerance: 0,
    computed: breakEvenImages(2623, 22, 2),
  },
  {
    kind: 'seeded',
    claim: 'small changes of latent values cause influential output errors',
    part: 'two decimals are not enough',
    quantity: 'relative rise of the test MSE when latents are rounded to two decimals, 64 values',
    direction: 'above',
    bound: 0.05,
    because: 'a twentieth of the error that is there anyway',
    measure: (runs) => roundedTo(table(runs, 64), 2),
  },
  {
    kind: 'seeded',
    claim: 'small changes of latent values cause influential output errors',
    part: 'so that 19 digits are needed rather than four',
    quantity: 'relative rise of the test MSE when latents are rounded to four decimals, 64 values',
    direction: 'above',
    bound: 0.001,
    because: 'a thousandth of the error that is there anyway',
    measure: (runs) => roundedTo(table(runs, 64), 4),
  },
  {
    kind: 'seeded',
    claim: 'too many iterations memorise: test error rises',
    quantity: 'validation loss after the last epoch over its lowest, less 1',
    direction: 'above',
    bound: 0.02,
    because: 'a fiftieth of the loss',
    measure: (runs) => {
      const losses = runs.run('long').figures('training.validationLoss');
      return losses[losses.length - 1] / Math.min(...losses) - 1;
    },
  },
  {
    kind: 'seeded',
    claim: 'deeper networks mean smaller gradients and slower learning',
    part: 'smaller gradients, sigmoid',
    quantity:
      'log10 of the first layer’s gradient with five hidden layers over that with one, after one epoch',
    direction: 'below',
    bound: -0.5,
    because: 'smaller by a factor of three',
    measure: (runs) => gradientRatio(runs, 'sigmoid'),
  },
  {
    kind: 'seeded',
    claim: 'deeper networks mean smaller gradients and slower learning',
    part: 'smaller gradients, ReLU',
    quantity:
      'log10 of the first layer’s gradient with five hidden layers over that with one, after one epoch',
    direction: 'below',
    bound: -0.5,
    because: 'smaller by a factor of three',
    measure: (runs) => gradientRatio(runs, 'relu'),
  },
  ...(['sigmoid', 'relu'] as const).map((activation): Claim => ({
    kind: 'seeded',
    claim: 'deeper networks mean smaller gradients and slower learning',
    part: `slower learning, ${activation === 'relu' ? 'ReLU' : activation}`,
    quantity: 'test MSE with five hidden layers over that with one after as many epochs, less 1',
    direction: 'above',
    bound: 0.05,
    because: 'a twentieth of the error',
    measure: (runs) =>
      ofDepth(runs, deep, activation).figure('test.mse') /
        learnt(ofDepth(runs, shallow, activation)).figure('test.mse') -
      1,
  })),
  {
    kind: 'seeded',
    claim: 'test error is below training error (Table 2)',
    quantity: 'test MSE over the training MSE of the last epoch, 64 values',
    direction: 'below',
    bound: 0.95,
    because: 'the table has 0.011 / 0.019 = 0.58; less than a twentieth is no finding',
    measure: (runs) => {
      const run = table(runs, 64);
      const losses = run.figures('training.loss');
      return run.figure('test.mse') / losses[losses.length - 1] ** 2;
    },
  },
  {
    kind: 'seeded',
    claim: 'convolution suits multi-channel images better',
    quantity: 'test MSE on CIFAR-10 of a convolutional over that of a dense network, 64 values each',
    direction: 'below',
    bound: 0.98,
    because: 'two percent',
    measure: (runs) =>
      runs.run('colour', models.conv).figure('test.mse') /
      runs.run('colour', models.dense).figure('test.mse'),
  },
];

function roundedTo(run: MeasuredFigures, digits: number): number {
  const place = run.figures('precision.digits').indexOf(digits);
  return run.figures('precision.decimalMse')[place] / run.figure('precision.exact') - 1;
}
