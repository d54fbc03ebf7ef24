import { compressionCurve, formatFigure, type ArticleSection } from '@aelab/viz';
import { figuresOfRun, isOf } from '../evidence.js';
import { zScores } from '../measurements/one-value.js';
import { chartBlock, paragraph, tableBlock } from '../page/blocks.js';
import { curvePoints, overSeeds, shown } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import { bottlenecks } from './claims.js';

/** The poster's table: mean of the one neuron, by digit. */
const reported = [0.6731, 1.8448, 1.2539, 1.2562, 1.3548, 1.2285, 1.1457, 1.4792, 1.288, 1.3867];

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    { title: 'Bottleneck size', blocks: [bottleneckTable(results), capNote(results), errorChart(results)] },
    { title: 'One neuron', blocks: oneNeuron(results) },
    { title: 'Photographs', blocks: photographs(results) },
  ];
}

function bottleneckTable(results: ReproductionResults) {
  const cell = (path: string) => (latentDim: number) =>
    shown(overSeeds(results, 'mnist', { 'model.latentDim': latentDim }, path));
  const columns = {
    'test MSE': cell('test.mse'),
    'PCA, as many values': cell('baselines.pca.mse'),
    'variance kept': cell('appearance.diversity'),
    sharpness: cell('appearance.sharpness'),
    'judge accuracy': cell('judge.accuracyReconstruction'),
    'linear probe': cell('latents.probeAccuracy'),
    'distance correlation': cell('latents.distanceCorrelation'),
    epochs: cell('training.epochs'),
  };
  return tableBlock({
    title: 'MNIST: mean ± half of the 95 % interval over the seeds',
    columns: ['neurons', ...Object.keys(columns)],
    rows: bottlenecks.map((latentDim) => [
      String(latentDim),
      ...Object.values(columns).map((text) => text(latentDim)),
    ]),
  });
}

/** How many trainings the cap of epochs ended, where patience should have. */
function capNote({ runs }: ReproductionResults) {
  const capped = runs.filter(({ training }) => training.stopped === 'epochs');
  return paragraph(
    `Training ends with the poster’s patience of 3, or at our cap of epochs, which the poster does not give: the cap ended ${capped.length} of the ${runs.length} trainings of this page, so that those could have gone on.`,
  );
}

function errorChart(results: ReproductionResults) {
  const points = (path: string) =>
    curvePoints(results, 'mnist', bottlenecks, (latentDim) => ({
      ...{ x: 784 / latentDim, path },
      changes: { 'model.latentDim': latentDim },
    }));
  const curves = [
    { name: 'autoencoder', points: points('test.mse') },
    { name: 'PCA', points: points('baselines.pca.mse'), rival: true },
  ];
  return chartBlock('error-by-bottleneck', (options) => compressionCurve(curves, options));
}

function oneNeuron(results: ReproductionResults) {
  const digits = [...reported.keys()];
  const run = results.runs.find((one) => one.group === 'mnist' && one.changes['model.latentDim'] === 1);
  const first = run && figuresOfRun(run);
  const over = (path: string, digit?: number) =>
    shown(overSeeds(results, 'mnist', { 'model.latentDim': 1 }, path, digit));
  const z = zScores(reported);
  return [
    paragraph(
      'A latent value has neither sign nor scale of its own: another seed may give its negative, stretched. Means of one training can be compared with each other, but not with the poster’s. What can be compared is the order: z-scores of the ten means, their sign chosen so that 0 lies low, and the distance between digits against the spread within them.',
    ),
    tableBlock({
      title: 'The one neuron, by digit',
      columns: [
        'digit',
        'reported mean',
        'reported z',
        'z over the seeds',
        'least |d| over the seeds',
        'mean of the first seed',
        'its 95 % interval over images',
        'its sd',
      ],
      rows: digits.map((digit) => [
        String(digit),
        formatFigure(reported[digit], 4),
        formatFigure(z[digit]),
        over('oneValue.z', digit),
        over('oneValue.leastD', digit),
        first ? formatFigure(first.figures('oneValue.mean')[digit]) : '–',
        first
          ? first
              .figures(`oneValue.interval.${digit}`)
              .map((end) => formatFigure(end))
              .join(' to ')
          : '–',
        first ? formatFigure(first.figures('oneValue.sd')[digit]) : '–',
      ]),
    }),
    paragraph(
      `Share of the neuron’s variance that lies between digits (η²): ${over('oneValue.etaSquared')}. Its 10 nearest neighbours name the digit in ${over('oneValue.neighbourAccuracy')} of the cases.`,
    ),
  ];
}

function photographs(results: ReproductionResults) {
  const models = [
    ...bottlenecks.map((latentDim) => ({
      name: `dense, ${latentDim}`,
      group: 'photos',
      changes: { 'model.latentDim': latentDim },
    })),
    { name: 'convolutional, 32', group: 'photosConv', changes: {} },
  ];
  const columns = {
    parameters: 'model.parameters',
    'test MSE': 'test.mse',
    'mean image': 'baselines.mean.mse',
    'PCA, as many values': 'baselines.pca.mse',
    'coarse colour lost': 'appearance.bands.chromaLow',
    'coarse brightness lost': 'appearance.bands.lumaLow',
    'fine brightness lost': 'appearance.bands.lumaHigh',
    'worst error / median': 'worst.overMedian',
    'of 5 worst explained': 'worst.explained',
  };
  const rows = models
    .map(({ name, group, changes }) => [
      name,
      ...Object.values(columns).map((path) => shown(overSeeds(results, group, changes, path))),
    ])
    .filter(([, parameters]) => parameters !== '–');
  if (rows.length === 0) return [paragraph('Not measured here: see the end of the page.')];
  const source = results.runs.find(({ group }) => group === 'photos')?.data.name;
  return [
    paragraph(
      source === 'stl-10'
        ? 'STL-10, as in the poster.'
        : 'STL-10’s files were not here: these are 96×96 crops of a stand-in of 300 natural photographs (Berkeley segmentation data set), photographs kept whole in the split. Nothing here is a figure on STL-10.',
    ),
    tableBlock({ title: 'Photographs of 96×96', columns: ['model', ...Object.keys(columns)], rows }),
    ...worstBlocks(results),
  ];
}

/** What the measurement `worst` says of an image: standard deviations from the others in each respect. */
type WorstImageRow = Readonly<Record<string, number | string>> & {
  readonly index: number;
  readonly likelyCause: string;
};

function worstBlocks({ runs }: ReproductionResults) {
  const run = runs.find((one) => one.seed === 0 && isOf(one, 'photos', { 'model.latentDim': 32 }));
  const worst = run?.['worst'] as { readonly images: readonly WorstImageRow[] } | undefined;
  if (!worst) return [];
  const respects = Object.keys(worst.images[0]).filter((key) => key !== 'index' && key !== 'likelyCause');
  return [
    paragraph(
      'The worst images of 32 neurons, first seed, drawn below: what the poster would have had to look at to explain its outlier. Figures but the error are standard deviations from the mean of the test images.',
    ),
    tableBlock({
      title: 'The five worst photographs',
      columns: ['test image', ...respects, 'likely cause'],
      rows: worst.images.map((image) => [
        String(image.index),
        ...respects.map((respect) => formatFigure(Number(image[respect]))),
        image.likelyCause,
      ]),
    }),
  ];
}
