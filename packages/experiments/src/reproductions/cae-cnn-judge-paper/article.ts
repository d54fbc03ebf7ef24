import { jonckheere } from '@aelab/metrics';
import { accuracyRatio, formatFigure, lossCurves, type ArticleSection } from '@aelab/viz';
import { chartBlock, list, paragraph, tableBlock } from '../page/blocks.js';
import { curvePoints, overSeeds, shown } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import type { Changes } from '../../sweep/expand-sweep.js';
import { autoAssociative, sizes, strides, variational } from './claims.js';

/** The table that the paper quotes from Makhzani and Frey, 2015: accuracy in percent. */
const quoted: readonly (readonly [string, number])[] = [
  ['Shallow Convolutional Triangle k-means (64 maps)', 62.3],
  ['Shallow CONV-WTA Autoencoder (64 maps)', 68.9],
  ['Shallow Convolutional Triangle k-means (256 maps)', 70.2],
  ['Shallow CONV-WTA Autoencoder (256 maps)', 72.3],
  ['Shallow Convolutional Triangle k-means (4000 maps)', 79.6],
  ['Deep Triangle k-means (1600, 3200, 3200 maps)', 82.0],
  ['Convolutional Deep Belief Net (2 layers)', 78.9],
  ['Exemplar CNN (300x Data Augmentation)', 82.0],
  ['NOMP (3200,6400,6400 maps + Averaging 7 Models)', 82.9],
  ['Stacked CONV-WTA (256, 1024 maps)', 77.9],
  ['Stacked CONV-WTA (256, 1024, 4096 maps)', 80.1],
  ['Supervised Maxout Network', 88.3],
];

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    { title: 'Three things that are called rate', blocks: rateBlocks(results) },
    { title: 'Can the loss be lowered further?', blocks: lossBlocks(results) },
    { title: 'Other autoencoders', blocks: familyBlocks(results) },
    { title: 'Inputs, upsampling and activation', blocks: choiceBlocks(results) },
    { title: 'The table of another paper', blocks: quotedBlocks() },
  ];
}

function rateBlocks(results: ReproductionResults) {
  const at = (filters: number[], path: string) =>
    overSeeds(results, 'strides', { 'model.filters': filters }, path);
  const curve = curvePoints(results, 'strides', strides, ({ filters }) => ({
    x: at(filters, 'model.dimensionReduction')?.mean ?? NaN,
    ...{ path: 'judge.accuracyRatio', changes: { 'model.filters': filters } },
  }));
  return [
    paragraph(
      'The paper’s rate is the stride: by what factor height and width shrink. With 32 channels kept, stride 8 leaves 512 of 3,072 values, a dimension reduction of 6; stride 4 one of 1.5; and stride 2 expands the image to 8,192 values. A value of float32 takes four bytes where a pixel value took one.',
    ),
    tableBlock({
      title: 'CIFAR-10 by stride, 32 channels',
      columns: [
        'stride',
        'dimension reduction',
        'bytes in / out, float32',
        'test MSE',
        'PCA, as many values',
        'accuracy ratio',
      ],
      rows: strides.map(({ stride, filters }) => {
        const reduction = at(filters, 'model.dimensionReduction')?.mean;
        return [
          String(stride),
          reduction === undefined ? '–' : formatFigure(reduction),
          reduction === undefined ? '–' : formatFigure(reduction / 4),
          ...['test.mse', 'baselines.pca.mse', 'judge.accuracyRatio'].map((path) => shown(at(filters, path))),
        ];
      }),
    }),
    chartBlock('accuracy-by-rate', (options) =>
      accuracyRatio([{ name: 'stride 2 to 16', points: curve }], options),
    ),
    paragraph(
      `The judge’s own accuracy: ${shown(at([16], 'judge.judgeAccuracy'))} (the paper: about 0.65 after five epochs on all images).`,
    ),
  ];
}

function lossBlocks(results: ReproductionResults) {
  const curves = Object.entries({ longer: 'stride 8', wider: 'stride 8, wider' }).flatMap(([group, name]) => {
    const run = results.runs.find((one) => one.group === group && one.seed === 0);
    return run ? [{ name, losses: run.training.loss }] : [];
  });
  const wider = overSeeds(results, 'wider', {}, 'test.mse');
  return [
    paragraph(
      `The paper takes 0.05 for a global minimum that no training lowers. One principal component of CIFAR-10 has a test MSE of 0.0438. Stride 8 here, after the longer training: ${shown(overSeeds(results, 'longer', {}, 'test.mse'))}${wider ? `; with twice the channels everywhere: ${shown(wider)}` : ''}.`,
    ),
    ...(curves.length > 0
      ? [chartBlock('loss', (options) => lossCurves(curves, { ...options, loss: 'mse' }))]
      : []),
  ];
}

function familyBlocks(results: ReproductionResults) {
  const rows = [
    { name: 'auto-associative', changes: autoAssociative },
    { name: 'variational', changes: variational },
  ].flatMap(({ name, changes }) =>
    sizes.map((size) => ({ name: `${name}, ${size}`, changes: changes(size) })),
  );
  const columns = {
    'test MSE': 'test.mse',
    'PCA, as many values': 'baselines.pca.mse',
    'accuracy ratio': 'judge.accuracyRatio',
  };
  return [
    familyTable(results, 'Auto-associative and variational, by latent values', 'families', rows, columns),
    trendTable(results),
  ];
}

/** Whether the accuracy ratio falls along the rates, step by step or not, by the Jonckheere–Terpstra test over seeds. */
function trendTable(results: ReproductionResults) {
  const ratios = (group: string, changes: Changes) =>
    overSeeds(results, group, changes, 'judge.accuracyRatio')?.values ?? [];
  const families = {
    'convolutional, stride 16 to 2': strides.map(({ filters }) => ({
      ...{ group: 'strides', changes: { 'model.filters': filters } },
    })),
    'auto-associative, 8 to 128 values': sizes.map((size) => ({
      ...{ group: 'families', changes: autoAssociative(size) },
    })),
    'variational, 8 to 128 values': sizes.map((size) => ({
      ...{ group: 'families', changes: variational(size) },
    })),
  };
  return tableBlock({
    title: 'Does the accuracy ratio rise with less compression? Jonckheere–Terpstra test over all seeds',
    columns: ['family', 'pairs that rise', 'one-sided p'],
    rows: Object.entries(families).map(([name, rates]) => {
      const groups = [...rates].reverse().map(({ group, changes }) => ratios(group, changes));
      if (groups.some(({ length }) => length === 0)) return [name, '–', '–'];
      const { share, permutationP } = jonckheere(groups, { seed: 0 });
      return [name, `${formatFigure(100 * share)} %`, formatFigure(permutationP, 2)];
    }),
  });
}

function choiceBlocks(results: ReproductionResults) {
  const methods = ['nearest', 'bilinear', 'transposed'];
  const activations = ['relu', 'sigmoid'];
  const inputs = [
    { name: '0 to 1', changes: { 'model.inputScaling': 'unit' } },
    { name: '0 to 255', changes: { 'model.inputScaling': 'bytes' } },
  ];
  return [
    familyTable(results, 'Pixels that go in, trained to the same loss', 'inputs', inputs, {
      epochs: 'training.epochs',
      'test MSE': 'test.mse',
    }),
    familyTable(
      results,
      'Upsampling',
      'upsampling',
      methods.map((name) => ({ name, changes: { 'model.upsampling': name } })),
      { 'test MSE': 'test.mse', seconds: 'training.seconds' },
    ),
    familyTable(
      results,
      'Activation',
      'activation',
      activations.map((name) => ({ name, changes: { 'model.activation': name } })),
      {
        'test MSE': 'test.mse',
        'first layer’s gradient, epoch 1': 'training.gradientNorms.encoder_conv_1.0',
      },
    ),
  ];
}

function familyTable(
  results: ReproductionResults,
  title: string,
  group: string,
  rows: readonly { readonly name: string; readonly changes: Changes }[],
  columns: Readonly<Record<string, string>>,
) {
  return tableBlock({
    title,
    columns: ['model', ...Object.keys(columns)],
    rows: rows.map(({ name, changes }) => [
      name,
      ...Object.values(columns).map((path) => shown(overSeeds(results, group, changes, path))),
    ]),
  });
}

function quotedBlocks() {
  return [
    tableBlock({
      title: 'Accuracy on CIFAR-10 in percent, as quoted',
      columns: ['method', 'accuracy'],
      rows: quoted.map(([method, accuracy]) => [method, accuracy]),
    }),
    list(
      'The paper reads 256 as 16 × 16 pixels and 64 as 8 × 8, hence as rates of 2 and 4. They are numbers of feature maps.',
      'Those features feed a linear classifier that is trained on them; nothing is reconstructed and nothing judged by a network that has seen only originals.',
      'The Maxout network is trained with labels on the images themselves: its lead over unsupervised features is no loss by compression.',
    ),
  ];
}
