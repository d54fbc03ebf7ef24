import { compressionCurve, formatFigure, type ArticleSection } from '@aelab/viz';
import { chartBlock, list, paragraph, tableBlock } from '../page/blocks.js';
import { curvePoints, overSeeds, shown, type OverSeeds } from '../page/over-seeds.js';
import type { ReproductionResults } from '../results.js';
import { cell, families, sets, sizes, type Family } from './cells.js';

const familyNames = Object.keys(families) as Family[];

/** Values of an image. */
const values: Readonly<Record<(typeof sets)[number], number>> = {
  mnist: 784,
  'fashion-mnist': 784,
  'cifar-10': 3072,
};

export function article(results: ReproductionResults): ArticleSection[] {
  return [
    ...sets.map((set) => ({ title: set, blocks: setBlocks(results, set) })),
    { title: 'What training a cell cost', blocks: [costTable(results)] },
    {
      title: 'What to bear in mind',
      blocks: [
        list(
          'One learning rate, one schedule and one shape of network serve all cells: each could be better with settings of its own, chosen on a split of the training images.',
          'A cell with fewer seeds than three has no interval that deserves the name.',
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

function setBlocks(results: ReproductionResults, set: (typeof sets)[number]) {
  const at = (family: Family, size: number, path = 'test.mse') =>
    overSeeds(results, set, cell(family, size), path);
  const pca = (size: number) => at('dense', size, 'baselines.pca.mse');
  const measured = sizes.filter((size) => at('dense', size) ?? at('convolutional', size));
  if (measured.length === 0) return [paragraph('Not measured yet.')];
  const dct = (results.facts['dct'] as Record<string, number[]>)[set];
  const floors = ['zero', 'mean', 'median', 'classMean'].map(
    (name) => `${name} image ${shown(at('dense', measured[0], `baselines.${name}.mse`))}`,
  );
  const curve = (family: Family, path: string) =>
    curvePoints(results, set, measured, (size) => ({
      ...{ x: values[set] / size, path },
      changes: cell(family, size),
    }));
  const curves = [
    ...familyNames.map((family) => ({ name: family, points: curve(family, 'test.mse') })),
    { name: 'PCA', points: curve('dense', 'baselines.pca.mse'), rival: true },
  ];
  return [
    tableBlock({
      title: `${set}: test MSE, mean ± half of the 95 % interval over the seeds`,
      columns: ['values', ...familyNames, 'PCA', 'DCT', 'better one against PCA', ''],
      rows: measured.map((size) => {
        const both = familyNames.map((family) => at(family, size));
        const against = difference(both, pca(size));
        return [
          ...[String(size), ...both.map(shown), shown(pca(size)), formatFigure(dct[sizes.indexOf(size)])],
          against === undefined ? '–' : `${formatFigure(100 * against)} %`,
          against !== undefined && size <= 64 && against > -0.3 ? 'misses the mark' : '',
        ];
      }),
    }),
    paragraph(`Floors: ${floors.join(', ')}.`),
    chartBlock(`error-${set}`, (options) => compressionCurve(curves, options)),
  ];
}

/** Of the better mean from PCA’s, as a share of PCA’s. */
function difference(
  both: readonly (OverSeeds | undefined)[],
  pca: OverSeeds | undefined,
): number | undefined {
  const means = both.flatMap((one) => (one ? [one.mean] : []));
  return pca && means.length > 0 ? Math.min(...means) / pca.mean - 1 : undefined;
}

function costTable(results: ReproductionResults) {
  const cells = sets.flatMap((set) =>
    familyNames.flatMap((family) => sizes.map((size) => ({ set, family, size }))),
  );
  const measured = cells.filter(({ set, family, size }) =>
    overSeeds(results, set, cell(family, size), 'test.mse'),
  );
  const columns = { parameters: 'model.parameters', epochs: 'training.epochs', seconds: 'training.seconds' };
  return tableBlock({
    title: 'Training of each cell',
    columns: ['cell', ...Object.keys(columns)],
    rows: measured.map(({ set, family, size }) => [
      `${set}, ${family}, ${size}`,
      ...Object.values(columns).map((path) => shown(overSeeds(results, set, cell(family, size), path))),
    ]),
  });
}
