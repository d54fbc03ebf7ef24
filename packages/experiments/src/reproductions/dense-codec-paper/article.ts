import { compressionCurve, formatFigure, lossCurves, type ArticleSection } from '@aelab/viz';
import { chartBlock, paragraph, tableBlock } from '../page/blocks.js';
import { curvePoints, overSeeds, shown } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import { latents } from './claims.js';

/** Table 2: "root mean square error" at iterations 1, 50, 100, 200 and of the test set. */
const reported: Readonly<Record<number, readonly number[]>> = {
  64: [0.2, 0.04, 0.028, 0.019, 0.011],
  50: [0.16, 0.037, 0.023, 0.017, 0.012],
  36: [0.18, 0.029, 0.023, 0.016, 0.013],
  22: [0.12, 0.042, 0.034, 0.023, 0.014],
};

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    { title: 'The table of errors', blocks: errorTables(results) },
    { title: 'What an iteration must have been', blocks: iterations(results) },
    { title: 'How precise latents need to be', blocks: precisionBlocks(results) },
    { title: 'Depth and gradients', blocks: depthBlocks(results) },
    { title: 'Sizes and break-even', blocks: sizes(results) },
  ];
}

function errorTables(results: ReproductionResults) {
  const at = (latentDim: number, path: string) =>
    shown(overSeeds(results, 'table', { 'model.latentDim': latentDim }, path));
  const curve = (path: string) =>
    curvePoints(results, 'table', latents, (latentDim) => ({
      ...{ x: 784 / latentDim, path },
      changes: { 'model.latentDim': latentDim },
    }));
  return [
    tableBlock({
      title: 'Test error by width of the compression layer',
      columns: ['values', 'reported', 'test MSE', 'test RMSE', 'PCA, MSE', 'PCA, RMSE'],
      rows: latents.map((latentDim) => [
        String(latentDim),
        formatFigure(reported[latentDim][4]),
        ...['test.mse', 'test.rmse', 'baselines.pca.mse', 'baselines.pca.rmse'].map((path) =>
          at(latentDim, path),
        ),
      ]),
    }),
    chartBlock('error-by-width', (options) =>
      compressionCurve(
        [
          { name: 'autoencoder', points: curve('test.mse') },
          { name: 'PCA', points: curve('baselines.pca.mse'), rival: true },
        ],
        options,
      ),
    ),
  ];
}

/** The printed columns before the test error. */
const steps = [1, 50, 100, 200];

function iterations(results: ReproductionResults) {
  const afterSteps = (latentDim: number, place: number) =>
    overSeeds(results, 'table', { 'model.latentDim': latentDim }, 'firstSteps.loss', place)?.mean;
  const long = results.runs.find(({ group, seed }) => group === 'long' && seed === 0);
  const losses = long?.training.loss.map(Number) ?? [];
  return [
    paragraph(
      'The printed figures at "iterations" 1, 50, 100 and 200 are set beside our training errors, once with an iteration taken for a step of one batch and once for an epoch; all as mean square errors. A first figure of 0.20 is that of an untrained network: by it the first iteration was a step, or a few. Whether the later figures fit the same reading is for the columns to tell.',
    ),
    tableBlock({
      title: 'Training error by steps of one batch: reported / our MSE / our RMSE, means over the seeds',
      columns: ['values', ...steps.map((step) => (step === 1 ? '1 step' : `${step} steps`))],
      rows: latents.map((latentDim) => [
        String(latentDim),
        ...steps.map((_, i) =>
          [
            formatFigure(reported[latentDim][i]),
            squared(afterSteps(latentDim, i)),
            figureOr(afterSteps(latentDim, i)),
          ].join(' / '),
        ),
      ]),
    }),
    tableBlock({
      title: 'Training error by epochs, 64 values, first seed of the long training',
      columns: ['epochs', 'reported', 'MSE', 'RMSE'],
      rows: steps.map((epoch, i) => [
        String(epoch),
        formatFigure(reported[64][i]),
        squared(losses.at(epoch - 1)),
        figureOr(losses.at(epoch - 1)),
      ]),
    }),
    ...(long
      ? [
          chartBlock('long-training', (options) =>
            lossCurves(
              [
                { name: 'training', losses: long.training.loss },
                { name: 'validation', losses: long.training.validationLoss },
              ],
              { ...options, loss: 'rmse' },
            ),
          ),
        ]
      : []),
  ];
}

/** The loss of these runs is an RMSE. */
function squared(loss: number | undefined): string {
  return figureOr(loss === undefined ? undefined : loss ** 2);
}

function figureOr(figure: number | undefined): string {
  return figure === undefined ? '–' : formatFigure(figure);
}

function precisionBlocks(results: ReproductionResults) {
  const changes = { 'model.latentDim': 64 };
  const at = (path: string, place?: number) =>
    shown(overSeeds(results, 'table', changes, `precision.${path}`, place));
  const run = results.runs.find(({ group }) => group === 'table');
  const { digits = [], bits = [] } = (run?.['precision'] ?? {}) as { digits?: number[]; bits?: number[] };
  return [
    paragraph(`With exact latents (float32) the test MSE is ${at('exact')} on these images.`),
    tableBlock({
      title: 'Latents as decimals',
      columns: ['digits after the point', 'test MSE', 'bytes of text per image'],
      rows: digits.map((digit, i) => [String(digit), at('decimalMse', i), at('textBytes', i)]),
    }),
    tableBlock({
      title: 'Latents as whole numbers',
      columns: ['bits', 'test MSE', 'packed bytes per image', 'bytes of the entropy-coded file per image'],
      rows: bits.map((bit, i) => [String(bit), at('wholeMse', i), at('packedBytes', i), at('codedBytes', i)]),
    }),
  ];
}

function depthBlocks(results: ReproductionResults) {
  const runs = results.runs.filter(({ group, seed }) => group === 'depth' && seed === 0);
  return [
    tableBlock({
      title: 'Hidden layers on each side of the bottleneck',
      columns: ['layers', 'activation', 'test MSE', 'first layer’s gradient, epoch 1'],
      rows: runs.map(({ changes }) => [
        String((changes['model.hidden'] as readonly number[]).length),
        changes['model.activation'] as string,
        shown(overSeeds(results, 'depth', changes, 'test.mse')),
        shown(overSeeds(results, 'depth', changes, 'training.gradientNorms.encoder_1', 0)),
      ]),
    }),
  ];
}

function sizes({ facts }: ReproductionResults) {
  const breakEven = (facts['breakEven'] ?? {}) as Record<string, number>;
  return [
    paragraph(
      `The printed 2623 kB are three float32 values for each of the network’s 218,192 parameters (2,618,304 bytes): the weights and two slots of the optimiser, which no receiver needs. The decoder alone has ${formatFigure(Number(facts['decoderParameters']))} parameters, ${formatFigure(Number(facts['decoderFloat32']))} bytes as float32.`,
    ),
    tableBlock({
      title: 'Images that repay the transfer of the decoder, with codes of 64 bytes',
      columns: ['compared', 'images'],
      rows: Object.entries(breakEven).map(([name, images]) => [name, images]),
    }),
  ];
}
