import { formatFigure, lossCurves, noiseSweep, timeAgainstEpochs, type ArticleSection } from '@aelab/viz';
import { isOf } from '../evidence.js';
import { fitLine } from '../measurements/line-fit.js';
import { chartBlock, paragraph, tableBlock } from '../page/blocks.js';
import { overSeeds, shown } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import type { Changes } from '../../sweep/expand-sweep.js';
import { epochs, latents, noisyConv, noisyLinear, pictures, rates } from './claims.js';

const reportedByEpochs = [
  { difference: 0.14, seconds: 1 },
  { difference: 0.073, seconds: 7 },
  { difference: 0.053, seconds: 14 },
  { difference: 0.034, seconds: 33 },
  { difference: 0.029, seconds: 64 },
  { difference: 0.02, seconds: 191 },
];
const reportedByRate = [0.139, 0.034, 0.022, 0.076, 0.117];
const reportedRatio: Readonly<Record<number, number>> = { 512: 1.5, 128: 6.1, 16: 49, 1: 784 };

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    { title: 'Epochs and time', blocks: epochBlocks(results) },
    { title: 'Learning rates', blocks: rateBlocks(results) },
    { title: 'Latent sizes, linear and convolutional', blocks: latentBlocks(results) },
    { title: 'Pictures of another kind', blocks: unknownBlocks(results) },
    { title: 'Noise', blocks: noiseBlocks(results) },
    { title: 'Three ratios', blocks: ratioBlocks() },
  ];
}

function epochBlocks(results: ReproductionResults) {
  const at = (count: number, path: string) =>
    shown(overSeeds(results, 'epochs', { 'training.epochs': count }, path));
  const seconds = epochs.map((count) =>
    overSeeds(results, 'epochs', { 'training.epochs': count }, 'training.seconds'),
  );
  const measured = epochs.flatMap((count, i) =>
    seconds[i] ? [{ epochs: count, seconds: seconds[i].mean }] : [],
  );
  const fit = fitLine(
    measured.map((one) => one.epochs),
    measured.map((one) => one.seconds),
  );
  return [
    paragraph(
      'The report does not say whether its difference is a mean squared or a mean absolute error: both are given. A black image has an MSE of 0.1140 and an MAE of 0.1325 on MNIST’s test images, their mean image 0.0675 and 0.1503.',
    ),
    tableBlock({
      title: 'By epochs, 128 values',
      columns: [
        'epochs',
        'reported difference',
        'test MSE',
        'test MAE',
        'reported s',
        's',
        'judge: accuracy ratio',
      ],
      rows: epochs.map((count, i) => [
        ...[
          String(count),
          formatFigure(reportedByEpochs[i].difference),
          at(count, 'test.mse'),
          at(count, 'test.mae'),
        ],
        ...[formatFigure(reportedByEpochs[i].seconds), at(count, 'training.seconds')],
        at(count, 'judge.accuracyRatio'),
      ]),
    }),
    paragraph(
      `A line through our times: ${formatFigure(fit.slope)} s per epoch and ${formatFigure(fit.intercept)} s besides, R² ${formatFigure(fit.rSquared, 4)}. Through the report’s: ${reportedFit()}.`,
    ),
    chartBlock('time-by-epochs', (options) => timeAgainstEpochs(measured, options)),
  ];
}

function reportedFit(): string {
  const { slope, intercept, rSquared } = fitLine(
    epochs,
    reportedByEpochs.map(({ seconds }) => seconds),
  );
  return `${formatFigure(slope)} s per epoch and ${formatFigure(intercept)} s besides, R² ${formatFigure(rSquared, 5)}`;
}

function rateBlocks(results: ReproductionResults) {
  const at = (rate: number, path: string) =>
    shown(overSeeds(results, 'rates', { 'training.learningRate': rate }, path));
  const runs = rates.flatMap((rate) => {
    const run = results.runs.find(
      (one) => one.seed === 0 && isOf(one, 'rates', { 'training.learningRate': rate }),
    );
    return run ? [{ name: String(rate), losses: run.training.validationLoss }] : [];
  });
  return [
    tableBlock({
      title: 'By learning rate, 5 epochs, 128 values',
      columns: ['learning rate', 'reported difference', 'test MSE', 'test MAE'],
      rows: rates.map((rate, i) => [
        String(rate),
        formatFigure(reportedByRate[i]),
        at(rate, 'test.mse'),
        at(rate, 'test.mae'),
      ]),
    }),
    paragraph('The curves that the report wished to see over each other (validation loss, first seed):'),
    chartBlock('loss-by-rate', (options) => lossCurves(runs, { ...options, loss: 'mse' })),
  ];
}

function latentBlocks(results: ReproductionResults) {
  const models: { name: string; group: string; changes: Changes }[] = [
    ...latents.map((k) => ({ name: `linear, ${k}`, group: 'latents', changes: { 'model.latentDim': k } })),
    { name: 'linear, 16,384', group: 'huge', changes: {} },
    ...[16, 64, 128].map((k) => ({
      ...{ name: `convolutional, ${k}`, group: 'conv' },
      changes: { 'model.latentDim': k },
    })),
  ];
  const columns = {
    parameters: 'model.parameters',
    'test MSE': 'test.mse',
    'PCA, as many values': 'baselines.pca.mse',
    'training MSE': 'gap.trainMse',
    'test / training': 'gap.testOverTrain',
    'variance kept': 'appearance.diversity',
    sharpness: 'appearance.sharpness',
    'ink missing': 'appearance.missingInk',
    seconds: 'training.seconds',
  };
  return [
    tableBlock({
      title: 'Test error and the gap to the training images',
      columns: ['model', ...Object.keys(columns)],
      rows: models.map(({ name, group, changes }) => [
        name,
        ...Object.values(columns).map((path) => shown(overSeeds(results, group, changes, path))),
      ]),
    }),
  ];
}

function unknownBlocks(results: ReproductionResults) {
  const lost = (group: string, changes: Changes) => (place: number) =>
    shown(overSeeds(results, group, changes, 'unknowns.lost', place));
  const models = {
    'linear, 128': lost('latents', { 'model.latentDim': 128 }),
    'convolutional, 128': lost('conv', { 'model.latentDim': 128 }),
    'linear, 16,384': lost('huge', {}),
  };
  return [
    paragraph(
      'The share of a picture’s variance that is lost: 0 is perfect, and 1 as bad as a patch of one grey. The pictures are of the report’s four kinds, drawn anew.',
    ),
    tableBlock({
      title: 'Share lost',
      columns: ['picture', ...Object.keys(models)],
      rows: pictures.map((name, place) => [name, ...Object.values(models).map((at) => at(place))]),
    }),
  ];
}

function noiseBlocks(results: ReproductionResults) {
  const factors = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const models: { name: string; group: string; changes: Changes }[] = [
    { name: 'linear 128, clean', group: 'latents', changes: { 'model.latentDim': 128 } },
    { name: 'conv 64, clean', group: 'conv', changes: { 'model.latentDim': 64 } },
    { name: 'linear 128, noisy', group: 'denoisers', changes: noisyLinear },
    { name: 'conv 64, noisy', group: 'denoisers', changes: noisyConv },
  ];
  const at = ({ group, changes }: (typeof models)[number], path: string, place: number) =>
    overSeeds(results, group, changes, `noise.${path}`, place);
  const table = (title: string, path: string) =>
    tableBlock({
      title,
      columns: ['noise factor', ...models.map(({ name }) => name)],
      rows: factors.map((factor, place) => [
        String(factor),
        ...models.map((model) => shown(at(model, path, place))),
      ]),
    });
  const curves = models.map((model) => ({
    name: model.name,
    points: factors.flatMap((x, place) => {
      const gain = at(model, 'gain', place);
      return gain ? [{ x, y: gain.mean }] : [];
    }),
  }));
  return [
    paragraph(
      'The report does not say whether its denoisers saw noise in training; both kinds are here: trained on clean images, and on noisy ones to give back the clean.',
    ),
    table('Gain in PSNR over the noisy image, dB', 'gain'),
    table('Gain in PSNR over the best Gaussian filter for these images, dB', 'overGaussian'),
    table('Gain in PSNR over the best median filter for these images, dB', 'overMedian'),
    table('Share of ink missing', 'missingInk'),
    table('Ink added, of the ink there was', 'addedInk'),
    chartBlock('gain-by-noise', (options) => noiseSweep(curves, options)),
  ];
}

function ratioBlocks() {
  return [
    paragraph(
      'The report divides 784 pixels by the number of latent values and calls it a compression ratio. That is a dimension reduction. In bytes, a pixel takes one and a latent value of float32 four.',
    ),
    tableBlock({
      title: 'Reported ratio, dimension reduction, bytes in / bytes out',
      columns: ['latent values', 'reported', 'dimension reduction', 'bytes, float32 latents'],
      rows: [...latents]
        .reverse()
        .map((k) => [
          String(k),
          formatFigure(reportedRatio[k]),
          formatFigure(784 / k),
          formatFigure(784 / (4 * k)),
        ]),
    }),
  ];
}
