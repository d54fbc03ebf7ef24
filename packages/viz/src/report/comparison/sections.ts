import { classComparison } from '../../charts/class-comparison.js';
import { lossCurves } from '../../charts/loss-curves.js';
import { runErrors } from '../../charts/run-errors.js';
import { seedSpread } from '../../charts/seed-spread.js';
import { tableOf, type Cell, type Table } from '../../tables/table.js';
import { chartFigure } from '../chart-figure.js';
import { markup } from '../markup.js';
import type { Section } from '../page.js';
import { configText } from '../phrases.js';
import { tableMarkup } from '../table-markup.js';
import { differingSettings, type ComparedRun, type SeedFamily } from './compared-run.js';
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
export function seedSection(families: readonly SeedFamily[]): Section | undefined {
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
