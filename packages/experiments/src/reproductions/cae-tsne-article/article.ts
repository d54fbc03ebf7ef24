import {
  classComparison,
  compressionCurve,
  confusionMatrix,
  embeddingScatter,
  formatFigure,
  type ArticleSection,
  type Embedding,
} from '@aelab/viz';
import { isOf } from '../evidence.js';
import { chartBlock, paragraph, tableBlock } from '../page/blocks.js';
import { computedOverSeeds, curvePoints, overSeeds, shown } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import { kneeOf, percents } from './claims.js';

const digits = Array.from({ length: 10 }, (_, digit) => digit);

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    { title: 'Compression and error', blocks: curveBlocks(results) },
    { title: 'Digit by digit', blocks: digitBlocks(results) },
    { title: 't-SNE maps', blocks: mapBlocks(results) },
    { title: 'Beside JPEG and ZIP', blocks: rivalBlocks(results) },
    { title: 'Other data, and time', blocks: otherBlocks(results) },
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
    'SVD, as many values': 'svd.mse',
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
    paragraph(
      `The knee, where a further value begins to buy less (farthest below the chord of error over log2 of the values): ${kneeText(results, 'test.mse')} for the autoencoder, ${kneeText(results, 'baselines.pca.mse')} for PCA.`,
    ),
  ];
}

/** In values, with its 95 % interval over the seeds, which is one of their logarithm. */
function kneeText(results: ReproductionResults, error: string): string {
  const at = computedOverSeeds(results, (runs) => kneeOf(runs, error).x);
  if (!at) return 'not measured';
  const [lo, hi] = (at.interval ?? [NaN, NaN]).map((end) => formatFigure(2 ** end));
  return `at ${formatFigure(2 ** at.mean)} values${at.interval ? ` (${lo} to ${hi})` : ''}`;
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
    ...confusionBlocks(results),
  ];
}

function confusionBlocks(results: ReproductionResults) {
  const judged = results.runs.find(
    (run) => run.seed === 0 && isOf(run, 'mnist', { 'model.compressionPercent': 99 }),
  )?.['judge'] as { readonly confusion: readonly (readonly number[])[] } | undefined;
  if (!judged) return [];
  return [
    paragraph('What the judge calls a digit before (rows) and after reconstruction at 99 %, first seed:'),
    chartBlock('confusion-99', (options) => confusionMatrix(judged.confusion, digits.map(String), options)),
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
    ...[50, 99].flatMap((percent) => mapBlock(results, percent)),
  ];
}

/** What the measurement `overlap` keeps of a run of the first seed. */
interface MappedRun {
  readonly labels: readonly string[];
  readonly perClass: readonly number[];
  readonly map: Pick<Embedding, 'labels' | 'originals' | 'reconstructions'>;
}

function mapBlock(results: ReproductionResults, percent: number) {
  const run = results.runs.find(
    (one) => one.seed === 0 && isOf(one, 'maps', { 'model.compressionPercent': percent }),
  );
  const mapped = run?.['overlap'] as MappedRun | undefined;
  if (!mapped) return [];
  const { labels, perClass, map } = mapped;
  return [
    paragraph(`The joint map of the first seed at ${percent} %, digit by digit, with the overlap of each:`),
    chartBlock(`map-${percent}`, (options) =>
      embeddingScatter({ ...map, classNames: labels, overlap: perClass }, options),
    ),
  ];
}

function rivalBlocks(results: ReproductionResults) {
  const { facts } = results;
  const jpeg = (facts['jpeg'] ?? []) as unknown as { quality: number; bytes: number; mse: number }[];
  return [
    paragraph(
      `On ${formatFigure(Number(facts['images']))} test images, gzip (the deflate of ZIP) takes ${formatFigure(Number(facts['zipPerImage']))} bytes for each image alone and ${formatFigure(Number(facts['zipWhole']))} for each of all together, without loss. JPEG at 28×28 pixels is mostly header:`,
    ),
    tableBlock({
      title: 'JPEG',
      columns: ['quality', 'bytes per image', 'MSE'],
      rows: jpeg.map(({ quality, bytes, mse }) => [String(quality), formatFigure(bytes), formatFigure(mse)]),
    }),
    paragraph(
      `From one of these qualities to the next the bytes grow by ${formatFigure(100 * Number(facts['jpegLargestStep']))} % at most. An autoencoder reaches other rates by another training, or by coarser latents of the same.`,
    ),
    tableBlock({
      title:
        'Recognised at as many bytes: latents of 8 bits, entropy-coded, against JPEG with all images in one file',
      columns: [
        'compression',
        'bytes per image',
        'judge accuracy',
        'JPEG quality',
        'JPEG bytes per image',
        'judge accuracy on JPEG',
      ],
      rows: percents.map((percent) => [
        `${percent} %`,
        ...['bytes', 'accuracy', 'jpegQuality', 'jpegBytes', 'jpegAccuracy'].map((name) =>
          shown(at(results, percent, `atJpegBytes.${name}`)),
        ),
      ]),
    }),
    paragraph(
      'JPEG’s is the lowest quality that takes as many bytes as the latents or more. Neither the decoder of the autoencoder nor the header of JPEG is counted.',
    ),
  ];
}

function otherBlocks(results: ReproductionResults) {
  const growth = results.facts['tsne'] as unknown as { power: number; sizes: number[] };
  const tested = ['mnist', 'fashion', 'cifarGrey'];
  const encoding = (path: string, place?: number) =>
    shown(overSeeds(results, 'maps', { 'model.compressionPercent': 99 }, `encodeTime.${path}`, place));
  const timed = results.runs.find(({ encodeTime }) => encodeTime !== undefined)?.['encodeTime'];
  const { sizes } = (timed ?? { sizes: [] }) as { sizes: readonly number[] };
  return [
    tableBlock({
      title: 'Test MSE across data sets, 39 values',
      columns: ['trained on', 'MNIST', 'Fashion-MNIST', 'CIFAR-10, grey'],
      rows: ['mnist', 'fashion-mnist'].map((dataset) => [
        dataset,
        ...tested.map((name) => shown(overSeeds(results, 'adaptability', { dataset }, `transfer.${name}`))),
      ]),
    }),
    tableBlock({
      title: 'Time to encode, 99 %',
      columns: ['images', 'seconds'],
      rows: sizes.map((size, place) => [formatFigure(size), encoding('seconds', place)]),
    }),
    paragraph(`The power of the number of images that fits best: ${encoding('power')}; 1 is linear.`),
    paragraph(
      `Time of Barnes–Hut t-SNE for ${growth.sizes.map(String).join(', ')} points grows with the power ${formatFigure(growth.power)} of their number; exact t-SNE’s is 2.`,
    ),
  ];
}
