import { classComparison, compressionCurve, formatFigure, type ArticleSection } from '@aelab/viz';
import { chartBlock, paragraph, tableBlock } from '../page/blocks.js';
import { curvePoints, overSeeds, shown } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import { percents } from './claims.js';

const digits = Array.from({ length: 10 }, (_, digit) => digit);

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    { title: 'Compression and error', blocks: curveBlocks(results) },
    { title: 'Digit by digit', blocks: digitBlocks(results) },
    { title: 't-SNE maps', blocks: mapBlocks(results) },
    { title: 'Beside JPEG, ZIP and other data', blocks: rivalBlocks(results) },
  ];
}

function at(results: ReproductionResults, percent: number, path: string, place?: number) {
  return overSeeds(results, 'mnist', { 'model.compressionPercent': percent }, path, place);
}

function curveBlocks(results: ReproductionResults) {
  const columns = {
    values: 'model.latentShape.0',
    'test MSE': 'test.mse',
    'PCA, as many values': 'baselines.pca.mse',
    sharpness: 'appearance.sharpness',
    'judge: accuracy ratio': 'judge.accuracyRatio',
  };
  const points = (path: string) =>
    curvePoints(results, 'mnist', percents, (percent) => ({
      x: at(results, percent, 'model.dimensionReduction')?.mean ?? NaN,
      ...{ path, changes: { 'model.compressionPercent': percent } },
    }));
  const curves = [
    { name: 'autoencoder', points: points('test.mse') },
    { name: 'PCA', points: points('baselines.pca.mse'), rival: true },
  ];
  return [
    paragraph(
      'The article’s percentages count values, not bytes: 99 % leaves 7.84 of 784 values, here 8. It prints no figure of an error.',
    ),
    tableBlock({
      title: 'Error by compression',
      columns: ['compression', ...Object.keys(columns)],
      rows: percents.map((percent) => [
        `${percent} %`,
        ...Object.values(columns).map((path) => shown(at(results, percent, path))),
      ]),
    }),
    chartBlock('error-by-compression', (options) => compressionCurve(curves, options)),
  ];
}

function digitBlocks(results: ReproductionResults) {
  const errors = (percent: number, path: string) =>
    digits.map((digit) => at(results, percent, `classes.${path}`, digit)?.mean ?? NaN);
  const columns = [95, 99].flatMap((percent) => [
    { name: `MSE, ${percent} %`, path: 'classes.mse', percent },
    { name: `per 100 ink, ${percent} %`, path: 'classes.msePer100Ink', percent },
  ]);
  return [
    tableBlock({
      title: 'Error of each digit, and error per 100 units of ink',
      columns: ['digit', ...columns.map(({ name }) => name)],
      rows: digits.map((digit) => [
        String(digit),
        ...columns.map(({ path, percent }) => shown(at(results, percent, path, digit))),
      ]),
    }),
    chartBlock('error-by-digit', (options) =>
      classComparison(
        [95, 99].map((percent) => ({
          name: `${percent} %`,
          perClass: errors(percent, 'mse').map((mse, digit) => ({ label: String(digit), mse })),
        })),
        options,
      ),
    ),
  ];
}

function mapBlocks(results: ReproductionResults) {
  const overlap = (percent: number, path: string, place?: number) =>
    shown(overSeeds(results, 'maps', { 'model.compressionPercent': percent }, `overlap.${path}`, place));
  return [
    tableBlock({
      title: 'Overlap of originals and reconstructions in joint t-SNE maps (1: indistinguishable, 0: apart)',
      columns: ['digit', '50 %', '99 %'],
      rows: [
        ['all', overlap(50, 'overlap'), overlap(99, 'overlap')],
        ...digits.map((digit) => [
          String(digit),
          overlap(50, 'perClass', digit),
          overlap(99, 'perClass', digit),
        ]),
        ['p of separation, all', overlap(50, 'p'), overlap(99, 'p')],
        ['pair fidelity, all', overlap(50, 'pairFidelity'), overlap(99, 'pairFidelity')],
      ],
    }),
  ];
}

function rivalBlocks(results: ReproductionResults) {
  const { facts } = results;
  const jpeg = (facts['jpeg'] ?? []) as unknown as { quality: number; bytes: number; mse: number }[];
  const growth = facts['tsne'] as unknown as { power: number; sizes: number[] };
  const tested = ['mnist', 'fashion', 'cifarGrey'];
  return [
    paragraph(
      `On ${formatFigure(Number(facts['images']))} test images, gzip (the deflate of ZIP) takes ${formatFigure(Number(facts['zipPerImage']))} bytes for each image alone and ${formatFigure(Number(facts['zipWhole']))} for each of all together, without loss. JPEG at 28×28 pixels is mostly header:`,
    ),
    tableBlock({
      title: 'JPEG',
      columns: ['quality', 'bytes per image', 'MSE'],
      rows: jpeg.map(({ quality, bytes, mse }) => [String(quality), formatFigure(bytes), formatFigure(mse)]),
    }),
    tableBlock({
      title: 'Test MSE across data sets, 39 values',
      columns: ['trained on', 'MNIST', 'Fashion-MNIST', 'CIFAR-10, grey'],
      rows: ['mnist', 'fashion-mnist'].map((dataset) => [
        dataset,
        ...tested.map((name) => shown(overSeeds(results, 'adaptability', { dataset }, `transfer.${name}`))),
      ]),
    }),
    paragraph(
      `Time of Barnes–Hut t-SNE for ${growth.sizes.map(String).join(', ')} points grows with the power ${formatFigure(growth.power)} of their number; exact t-SNE’s is 2.`,
    ),
  ];
}
