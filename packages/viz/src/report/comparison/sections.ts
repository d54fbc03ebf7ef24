import type { ImageBatch } from '@aelab/images';
import { accuracyRatio } from '../../charts/accuracy-ratio.js';
import { classComparison } from '../../charts/class-comparison.js';
import { compressionCurve } from '../../charts/compression-curve.js';
import type { Curve, CurvePoint } from '../../charts/curves.js';
import { lossCurves } from '../../charts/loss-curves.js';
import { runErrors } from '../../charts/run-errors.js';
import { seedSpread } from '../../charts/seed-spread.js';
import { timeAgainstEpochs } from '../../charts/time-against-epochs.js';
import { detailCrops } from '../../image/detail-crops.js';
import { tableOf, type Cell, type Table } from '../../tables/table.js';
import type { Figure, FigureInterval, RunRecord } from '../../record.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import { configText } from '../phrases.js';
import { tableMarkup } from '../table-markup.js';
import { sheetFigure } from '../sheet-figure.js';
import {
  differingSettings,
  epochFamilies,
  latentFamilies,
  type ComparedRun,
  type RunFamily,
} from './compared-run.js';
import type { ComparedPictures } from './comparison.js';
import { rankRuns } from './rank-runs.js';
import type { differences } from './differences.js';
import { classRanks, seedDuels } from './ranks.js';

/** What differs between the runs, and their main figures. */
export function tableSection(runs: readonly ComparedRun[]): Section {
  const settings = [...differingSettings(runs.map(({ record }) => record.config))];
  const stated = runs.map(({ name, record }, r): Record<string, Cell> => ({
    Run: name,
    ...Object.fromEntries(settings.map(([path, values]) => [path, values[r]])),
    Seed: record.seed,
  }));
  const figures = runs.map(({ name, record: { test, model, training } }): Record<string, Cell> => ({
    Run: name,
    MSE: Number(test.mse),
    MAE: Number(test.mae),
    'PSNR, dB': Number(test.psnr),
    'Dimension reduction': Number(model.dimensionReduction),
    Parameters: model.parameters,
    'Training, s': Number(training.seconds),
  }));
  const body = markup`${tableMarkup(tableOf('Settings that differ', stated))}
    ${tableMarkup(tableOf('Figures on the test images', figures))}`;
  return { id: 'runs', title: 'What differs', body };
}

export function errorSection(runs: readonly ComparedRun[]): Section {
  const errors = runs.map(({ name, record: { test, baselines } }) => ({
    name,
    mse: test.mse,
    mseInterval: test.mseInterval,
    pca: baselines.pca?.mse,
  }));
  return {
    id: 'errors',
    title: 'Which errs least',
    body: chartFigure((options) => runErrors(errors, options), 'errors'),
  };
}

export function differenceSection({ best, others }: ReturnType<typeof differences>): Section {
  const rows = others.map(({ name, difference, interval: [low, high], first }) => ({
    Run: name,
    'MSE more than the best': difference,
    'from (95 %)': low,
    to: high,
    ...(first !== undefined && { 'First, share': first }),
  }));
  const origin = others.every(({ first }) => first !== undefined)
    ? 'Intervals are of the differences on the same test images; “first” is the share of 1,000 resamples of them in which the run has the least error of all.'
    : 'Intervals are joined from the runs’ own, as if their test images were not the same; intervals of paired differences would be narrower.';
  const body = markup`<p>An interval that holds 0 means that these test images do not tell the two runs apart. ${origin}</p>
    ${tableMarkup(tableOf(`Difference from ${best.name}`, rows))}`;
  return { id: 'differences', title: 'By how much', body };
}

/** The runs by a setting. */
export function groupSection(groups: readonly Table[]): Section | undefined {
  if (groups.length === 0) return undefined;
  const body = markup`<p>
      The standard deviation is over the runs of a group, with n − 1; a group of one has none.
    </p>
    ${groups.map(tableMarkup)}`;
  return { id: 'groups', title: 'In groups', body };
}

/** Runs class by class, where all have the same classes. */
export function classSection(runs: readonly ComparedRun[]): Section | undefined {
  const { classes, ranks } = classRanks(runs);
  if (classes < 2) return undefined;
  const own = runs.map(({ name, record }) => ({ name, perClass: record.test.perClass }));
  const rows = ranks.map(({ name, first, meanRank }) => ({
    Run: name,
    'Classes won': first,
    'Mean rank': meanRank,
  }));
  const body = markup`${chartFigure((options) => classComparison(own, options), 'errors-by-class')}
    ${tableMarkup(tableOf(`Ranks in ${classes} classes`, rows))}`;
  return { id: 'classes', title: 'Whether ranks hold in every class', body };
}

/** Configurations that were run with several seeds. */
export function seedSection(families: readonly RunFamily[]): Section | undefined {
  const several = families.filter(({ runs }) => runs.length > 1);
  if (several.length === 0) return undefined;
  const groups = families.map(({ name, runs }) => ({
    name,
    values: runs.map(({ record }) => Number(record.test.mse)),
  }));
  const duels = seedDuels(families);
  const rows = duels.map(({ better, other, wins, pairs }) => ({
    Better: better,
    Other: other,
    'Wins, share': wins,
    'Pairs of seeds': pairs,
  }));
  const body = markup`${chartFigure((options) => seedSpread(groups, options), 'seeds')}
    ${rows.length > 0 && tableMarkup(tableOf('How often the better configuration wins, seed against seed', rows))}`;
  return { id: 'seeds', title: 'Whether ranks hold for every seed', body };
}

/** Losses over each other, where all runs trained with the same loss. */
export function curveSection(runs: readonly ComparedRun[]): Section | undefined {
  const trained = runs.filter(({ record }) => record.training.loss.length > 0);
  const losses = new Set(trained.map(({ record }) => configText(record.config, 'training', 'loss')));
  if (trained.length === 0 || losses.size > 1) return undefined;
  const [loss] = losses;
  const curves = trained.map(({ name, record }) => ({ name, losses: record.training.loss }));
  const body = chartFigure((options) => lossCurves(curves, { ...options, loss }), 'losses');
  return { id: 'training', title: 'How training went', body };
}

/** What each further value left out costs, where the runs keep different numbers of values. */
export function compressionSection(
  runs: readonly ComparedRun[],
  knee: number | undefined,
): Section | undefined {
  const reductions = new Set(runs.map(({ record }) => Number(record.model.dimensionReduction)));
  if (reductions.size < 2) return undefined;
  const curves = [
    ...familyCurves(runs, ({ test }) => [test.mse, test.mseInterval]),
    { name: 'PCA', points: pcaPoints(runs), rival: true },
  ].filter(({ points }) => points.length > 0);
  const options = knee === undefined ? {} : { knee };
  const judged = judgeCurves(runs);
  const body = markup`${chartFigure((size) => compressionCurve(curves, { ...size, ...options }), 'compression')}
    ${judged.length > 0 && chartFigure((size) => accuracyRatio(judged, size), 'accuracy-ratio')}`;
  return { id: 'compression', title: 'What compression costs', body };
}

/** PCA with as many values as each of the runs. */
function pcaPoints(runs: readonly ComparedRun[]): CurvePoint[] {
  const points = runs.flatMap(({ record: { model, baselines } }) =>
    baselines.pca ? [[Number(model.dimensionReduction), baselines.pca.mse] as const] : [],
  );
  return [...new Map(points)].sort(([a], [b]) => a - b).map(([x, y]) => ({ x, y }));
}

/** Accuracy ratios by the judge that most of the runs were shown to, where it saw two or more. */
function judgeCurves(runs: readonly ComparedRun[]): Curve[] {
  const judges = runs.flatMap(({ record }) => record.judge?.name ?? []);
  const count = (name: string) => judges.filter((judge) => judge === name).length;
  const most = [...new Set(judges)].sort((a, b) => count(b) - count(a)).at(0);
  const judged = runs.filter(({ record }) => record.judge?.name === most && most !== undefined);
  if (judged.length < 2) return [];
  return familyCurves(judged, ({ judge }) => [judge?.accuracyRatio ?? NaN, judge?.accuracyRatioInterval]);
}

/** A curve for each family over dimension reduction; the mean of several seeds, which has no interval of its own. */
function familyCurves(
  runs: readonly ComparedRun[],
  figure: (record: RunRecord) => readonly [Figure, FigureInterval | undefined],
): Curve[] {
  return latentFamilies(runs).map(({ name, runs: family }) => {
    const reductions = [...new Set(family.map(({ record }) => Number(record.model.dimensionReduction)))];
    const points = reductions.map((x): CurvePoint => {
      const own = family.filter(({ record }) => Number(record.model.dimensionReduction) === x);
      const figures = own.map(({ record }) => figure(record));
      const y = figures.reduce((sum, [value]) => sum + Number(value), 0) / own.length;
      const [, interval] = figures[0];
      return { x, y, ...(own.length === 1 && interval && { interval }) };
    });
    return { name, points };
  });
}

/** Time against epochs, of the first configuration that was trained for three different numbers of epochs. */
export function timeSection(runs: readonly ComparedRun[]): Section | undefined {
  const times = epochFamilies(runs)
    .map((family) =>
      family.runs.map(({ record: { training } }) => ({
        epochs: training.epochs,
        seconds: Number(training.seconds),
      })),
    )
    .find((family) => new Set(family.map(({ epochs }) => epochs)).size > 2);
  if (!times) return undefined;
  const body = chartFigure((options) => timeAgainstEpochs(times, options), 'time');
  return { id: 'time', title: 'What an epoch costs', body };
}

/** The same test images by every run, and enlarged where the two best runs differ most. */
export function pictureSection(
  runs: readonly ComparedRun[],
  pictures: ComparedPictures | undefined,
): Section | undefined {
  if (!pictures) return undefined;
  const { originals, names, reconstructions } = pictures;
  const shown = rankRuns(runs).slice(0, mostShown);
  const rows = shown.map(({ name }) => ({ label: name, images: reconstructions[name] }));
  const all = { columns: names, rows: [{ label: 'Original', images: originals }, ...rows] };
  const [first, second] = shown.map(({ name }) => name);
  const crops = detailCrops(originals, reconstructions[first], reconstructions[second], cropSide(originals));
  const enlarged = {
    columns: names,
    rows: [
      { label: 'Original', images: crops.originals },
      { label: first, images: crops.first },
      { label: second, images: crops.second },
    ],
  };
  const body = markup`${sheetFigure('The same test images by each run', 'From the least error to the most.', all)}
    ${sheetFigure(`Where ${first} and ${second} differ most`, 'The square of each image in which the two differ most, enlarged; it is chosen by their difference alone, not by which of them is right.', enlarged)}`;
  return { id: 'pictures', title: 'What it looks like', body };
}

const mostShown = 6;

function cropSide({ shape: [, height, width] }: ImageBatch): number {
  return Math.max(1, Math.floor(Math.min(height, width) * 0.4));
}
