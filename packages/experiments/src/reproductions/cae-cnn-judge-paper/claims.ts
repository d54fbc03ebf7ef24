import type { Changes } from '../../sweep/expand-sweep.js';
import type { Claim } from '../claim.js';
import type { RunsOfSeed } from '../evidence.js';

export const strides: readonly { readonly stride: number; readonly filters: number[] }[] = [
  { stride: 2, filters: [16] },
  { stride: 4, filters: [16, 32] },
  { stride: 8, filters: [16, 32, 32] },
  { stride: 16, filters: [16, 32, 32, 32] },
];

export const sizes = [128, 32, 8];
const units: Readonly<Record<number, number>> = { 128: 160, 32: 40, 8: 10 };

export function autoAssociative(latentDim: number): Changes {
  return { model: { type: 'autoAssociative', units: units[latentDim], latentDim, pruningEpochs: 2 } };
}

export function variational(latentDim: number): Changes {
  return {
    model: { type: 'dense', hidden: [256], latentDim, objective: { type: 'variational', beta: 0.001 } },
  };
}

const accuracyRatio = (runs: RunsOfSeed, group: string, changes: Changes) =>
  runs.run(group, changes).figure('judge.accuracyRatio');

function leastFall(figures: readonly number[]): number {
  return Math.min(...figures.slice(1).map((figure, i) => figures[i] - figure));
}

const withActivation = (runs: RunsOfSeed, activation: string) =>
  runs
    .run('activation', { 'model.activation': activation })
    .figures('training.gradientNorms.encoder_conv_1')[0];

export const claims: readonly Claim[] = [
  {
    kind: 'seeded',
    claim: 'LeNet-5 reaches about 65 % in 5 epochs',
    part: 'at least 60 %, a judge for each seed',
    quantity: 'accuracy of the judge on CIFAR-10’s test images',
    direction: 'above',
    bound: 0.6,
    because: 'about 65 % rounds from there',
    measure: (runs) => runs.run('strides', { 'model.filters': [16] }).figure('judge.judgeAccuracy'),
  },
  {
    kind: 'seeded',
    claim: 'MSE cannot fall below .05 by more training',
    part: 'it stays above .05',
    quantity: 'test MSE at stride 8 after the long training',
    direction: 'above',
    bound: 0.05,
    because: 'the stated floor',
    measure: (runs) => runs.run('longer').figure('test.mse'),
  },
  {
    kind: 'seeded',
    claim: 'MSE cannot fall below .05 by more training',
    part: 'more training takes nothing off',
    quantity: 'training loss of the last epoch over that of the fifth',
    direction: 'above',
    bound: 0.95,
    because: 'less than a twentieth is nothing',
    measure: (runs) => {
      const losses = runs.run('longer').figures('training.loss');
      return losses[losses.length - 1] / losses[4];
    },
  },
  {
    kind: 'seeded',
    claim: 'a higher rate lowers the accuracy ratio',
    quantity: 'least fall of the accuracy ratio from stride 2 to 4, 4 to 8 and 8 to 16',
    direction: 'above',
    bound: 0.01,
    because: 'a hundredth of the accuracy',
    measure: (runs) =>
      leastFall(strides.map(({ filters }) => accuracyRatio(runs, 'strides', { 'model.filters': filters }))),
  },
  {
    kind: 'seeded',
    claim: 'dividing by 255 speeds training significantly',
    quantity:
      'epochs to the same training loss with pixels of 0 to 255 over those with 0 to 1; the cap where it is not reached',
    direction: 'above',
    bound: 1.2,
    because: 'a fifth more epochs',
    measure: (runs) =>
      runs.run('inputs', { 'model.inputScaling': 'bytes' }).figure('training.epochs') /
      runs.run('inputs', { 'model.inputScaling': 'unit' }).figure('training.epochs'),
  },
  {
    kind: 'seeded',
    claim: 'the upsampling method makes little difference',
    quantity: 'greatest over least test MSE of nearest, bilinear and transposed',
    direction: 'below',
    bound: 1.1,
    because: 'a tenth of the error is little',
    measure: (runs) => {
      const errors = ['nearest', 'bilinear', 'transposed'].map((method) =>
        runs.run('upsampling', { 'model.upsampling': method }).figure('test.mse'),
      );
      return Math.max(...errors) / Math.min(...errors);
    },
  },
  {
    kind: 'seeded',
    claim: 'ReLU avoids vanishing gradients',
    quantity: 'log10 of the first layer’s gradient with ReLU over that with sigmoid, after one epoch',
    direction: 'above',
    bound: 0.5,
    because: 'larger by a factor of three',
    measure: (runs) => Math.log10(withActivation(runs, 'relu') / withActivation(runs, 'sigmoid')),
  },
  {
    kind: 'stated',
    claim: 'the WTA table supports the rule',
    part: 'its 256 are read as 16 × 16 pixels, a rate of 2, but are feature maps',
    quantity:
      'spatial rate of the 256 feature maps of the quoted table’s network: its convolutions keep the size',
    stated: 2,
    tolerance: 0,
    computed: 1,
  },
  ...(
    [
      ['the rule holds for auto-associative autoencoders', autoAssociative],
      ['the rule holds for variational autoencoders', variational],
      ['the loss rule for an auto-associative autoencoder', autoAssociative],
      ['the loss rule for a variational autoencoder', variational],
    ] as const
  ).map(([claim, changes]): Claim => ({
    kind: 'seeded',
    claim,
    quantity: claim.startsWith('the rule')
      ? 'least fall of the accuracy ratio from 128 to 32 and from 32 to 8 values'
      : 'least relative rise of the test MSE from 128 to 32 and from 32 to 8 values',
    direction: 'above',
    bound: claim.startsWith('the rule') ? 0.01 : 0.02,
    because: claim.startsWith('the rule') ? 'a hundredth of the accuracy' : 'a fiftieth of the error',
    measure: (runs) =>
      claim.startsWith('the rule')
        ? leastFall(sizes.map((size) => accuracyRatio(runs, 'families', changes(size))))
        : leastFall(sizes.map((size) => -Math.log(runs.run('families', changes(size)).figure('test.mse')))),
  })),
];
