import { compressionCurve, formatFigure, type ArticleBlock, type ArticleSection } from '@aelab/viz';
import { chartBlock, list, paragraph, tableBlock } from '../page/blocks.js';
import { computedOverSeeds, curvePoints, overSeeds, shown, type OverSeeds } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import { families, groupOf, ofSize, sets, sizes, type DataSet, type Family } from './cells.js';
import { lowestRate, rateLosses } from './rates.js';

/** Values of an image. */
const values: Readonly<Record<DataSet, number>> = { mnist: 784, 'fashion-mnist': 784, 'cifar-10': 3072 };

export function article(results: ReproductionResults): ArticleSection[] {
  const measured = sets.filter((set) => measuredSizes(results, set).length > 0);
  return [
    ...sets.map((set) => ({
      title: set,
      blocks: measured.includes(set) ? setBlocks(results, set) : [paragraph('Not measured yet.')],
    })),
    {
      title: 'Where convolution pays',
      blocks: [
        paragraph(
          'The difference of a cell’s two errors, seed by seed, with its 95 % interval: below 0 the convolutional model is the better one. It has two fifths of the dense one’s parameters on the small images, a sixth on the coloured ones.',
        ),
        ...measured.map((set) => convolutionTable(results, set)),
      ],
    },
    { title: 'What training a cell cost', blocks: [costTable(results)] },
    {
      title: 'Which learning rate',
      blocks: [
        paragraph(
          'The rate of each family on each data set is the one of four with the lowest loss on training images that were kept aside: 5 epochs of 20,000 images (CIFAR-10: 10,000) with 32 values, one seed. No test image had a say. A best rate at the end of a row may have better ones beyond it.',
        ),
        ...sets.flatMap((set) => rateTable(results, set)),
      ],
    },
    {
      title: 'What to bear in mind',
      blocks: [
        list(
          `All cells have 15 epochs of a one-cycle schedule, which brings the learning rate to 0; ${lastBest(results)}. More epochs would lower the errors further.`,
          'A cell with fewer seeds than three has no interval that deserves the name.',
          'PCA and DCT keep floats of any size, as the autoencoders do: what they cost in bytes is another table (aelab codec-bench).',
        ),
      ],
    },
    {
      title: 'To add a row',
      blocks: [
        list(
          'Add the size to model.latentDim in packages/experiments/src/reproductions/table/runs.yaml and to sizes in cells.ts, and run the command again: finished cells are kept.',
          'A cell is an ordinary run: its folder has the config, the model and a report.',
        ),
      ],
    },
  ];
}

/** In how many runs the loss on the images kept aside was lowest in the last epoch. */
function lastBest({ runs }: ReproductionResults): string {
  const cells = runs.filter(
    ({ training, changes }) => training.epochs === 15 && 'model.latentDim' in changes,
  );
  const last = cells.filter(({ training: { bestEpoch, epochs } }) => bestEpoch === epochs);
  return `in ${last.length} of ${cells.length} runs the last of them had the lowest loss on the images kept aside`;
}

function measuredSizes(results: ReproductionResults, set: DataSet): number[] {
  return sizes.filter((size) => families.some((family) => at(results, set, family, size)));
}

function at(results: ReproductionResults, set: DataSet, family: Family, size: number, path = 'test.mse') {
  return overSeeds(results, groupOf(set, family), ofSize(size), path);
}

/** The MSE of what does not depend on the model but for the images kept aside, from whichever family was run. */
function beside(results: ReproductionResults, set: DataSet, size: number, baseline: string): number {
  const path = `baselines.${baseline}.mse`;
  return families.map((family) => at(results, set, family, size, path)).find((figure) => figure)?.mean ?? NaN;
}

function setBlocks(results: ReproductionResults, set: DataSet): ArticleBlock[] {
  const measured = measuredSizes(results, set);
  const dct = (results.facts['dct'] as Record<string, number[]>)[set];
  const floors = ['zero', 'mean', 'median', 'classMean'].map(
    (name) => `${name} image ${formatFigure(beside(results, set, measured[0], name))}`,
  );
  return [
    tableBlock({
      title: `${set}: test MSE, mean ± half of the 95 % interval over the seeds`,
      columns: ['values', ...families, 'PCA', 'DCT', 'better one against PCA', ''],
      rows: measured.map((size) => {
        const both = families.map((family) => at(results, set, family, size));
        const pca = beside(results, set, size, 'pca');
        const against = difference(both, pca);
        return [
          ...[String(size), ...both.map(shown)],
          ...[formatFigure(pca), formatFigure(dct[sizes.indexOf(size)]), `${formatFigure(100 * against)} %`],
          misses(set, size, against) ? 'misses the mark' : '',
        ];
      }),
    }),
    ...whyMissed(results, set),
    paragraph(`Floors: ${floors.join(', ')}.`),
    chartBlock(`error-${set}`, (options) => compressionCurve(curvesOf(results, set), options)),
  ];
}

/** The mark of the claim. */
function misses(set: DataSet, size: number, against: number): boolean {
  return set !== 'cifar-10' && size <= 64 && against > -0.3;
}

/** What is known of the cell that misses, where it was looked into. */
function whyMissed(results: ReproductionResults, set: DataSet): ArticleBlock[] {
  const usual = at(results, set, 'dense', 1);
  const long = overSeeds(results, `${set}-dense-longer`, ofSize(1), 'test.mse');
  if (!usual || !long) return [];
  return [
    paragraph(
      `With one value the decoder draws a curve through the space of images. 40 epochs in place of 15 reached ${shown(long)} there, with ${formatFigure(usual.mean)} for 15: it is not for want of training.`,
    ),
  ];
}

/** Of the better mean from PCA’s, as a share of PCA’s. */
function difference(both: readonly (OverSeeds | undefined)[], pca: number): number {
  const means = both.flatMap((one) => (one ? [one.mean] : []));
  return Math.min(...means) / pca - 1;
}

function curvesOf(results: ReproductionResults, set: DataSet) {
  const measured = measuredSizes(results, set);
  const curve = (family: Family, path: string) =>
    curvePoints(results, groupOf(set, family), measured, (size) => ({
      ...{ x: values[set] / size, path },
      changes: ofSize(size),
    }));
  return [
    ...families.map((family) => ({ name: family, points: curve(family, 'test.mse') })),
    { name: 'PCA', points: curve('dense', 'baselines.pca.mse'), rival: true },
  ];
}

function convolutionTable(results: ReproductionResults, set: DataSet): ArticleBlock {
  const rows = measuredSizes(results, set).flatMap((size) => {
    const better = computedOverSeeds(results, ({ run }) => {
      const [dense, convolutional] = families.map((family) => run(groupOf(set, family), ofSize(size)));
      return convolutional.figure('test.mse') - dense.figure('test.mse');
    });
    return better ? [[String(size), shown(better), betterOf(better)]] : [];
  });
  return rows.length === 0
    ? paragraph(`${set}: no size has both models yet.`)
    : tableBlock({
        title: `${set}: convolutional less dense`,
        columns: ['values', 'difference of test MSE', 'better'],
        rows,
      });
}

function betterOf({ interval }: OverSeeds): string {
  if (!interval) return 'one seed';
  const [low, high] = interval;
  if (high < 0) return 'convolutional';
  return low > 0 ? 'dense' : 'undecided';
}

function costTable(results: ReproductionResults): ArticleBlock {
  const cells = sets.flatMap((set) =>
    families.flatMap((family) => sizes.map((size) => ({ set, family, size }))),
  );
  const least = (path: string, set: DataSet, family: Family, size: number) =>
    formatFigure(Math.min(...(at(results, set, family, size, path)?.values ?? [])));
  return tableBlock({
    title:
      'Training of each cell: of its seeds the one that took least, on one core of a machine that did other work',
    columns: ['cell', 'parameters', 'epochs', 'seconds'],
    rows: cells
      .filter(({ set, family, size }) => at(results, set, family, size))
      .map(({ set, family, size }) => [
        `${set}, ${family}, ${size}`,
        ...['model.parameters', 'training.epochs', 'training.seconds'].map((path) =>
          least(path, set, family, size),
        ),
      ]),
  });
}

function rateTable(results: ReproductionResults, set: DataSet): ArticleBlock[] {
  const tried = families.map((family) => ({ family, losses: rateLosses(results, set, family) }));
  const rates = [...tried[0].losses.keys()];
  if (rates.length === 0) return [];
  return [
    tableBlock({
      title: `${set}: loss on the images kept aside, by learning rate`,
      columns: ['model', ...rates.map(String)],
      rows: tried.map(({ family, losses }) => [
        family,
        ...[...losses].map(
          ([rate, loss]) => `${formatFigure(loss)}${rate === lowestRate(losses) ? ' (taken)' : ''}`,
        ),
      ]),
    }),
  ];
}
