import type { ImageBatch } from '@aelab/images';
import { formatFigure } from '../../format-figure.js';
import { page, type Section } from '../page.js';
import type { Table } from '../../tables/table.js';
import { markup } from '../markup.js';
import { plural } from '../phrases.js';
import { seedFamilies, shareTestImages, type ComparedRun } from './compared-run.js';
import { differences, type Difference, type PairedDifference } from './differences.js';
import { errorOf } from './rank-runs.js';
import {
  classSection,
  compressionSection,
  curveSection,
  differenceSection,
  errorSection,
  groupSection,
  pictureSection,
  seedSection,
  tableSection,
  timeSection,
} from './sections.js';

export interface ComparisonInput {
  /** Two or more, under different names. */
  readonly runs: readonly ComparedRun[];
  /** By run: how it differs from the best, from the errors of each test image in both. */
  readonly paired?: Readonly<Record<string, PairedDifference>>;
  /** The runs in groups and described, as tables. */
  readonly groups?: readonly Table[];
  /** Dimension reduction from which error rises faster, if one was found. */
  readonly knee?: number | undefined;
  readonly pictures?: ComparedPictures;
}

/** Test images that all runs were measured on, and what each run makes of them. */
export interface ComparedPictures {
  readonly originals: ImageBatch;
  /** Of the columns, such as their classes. */
  readonly names: readonly string[];
  /** By the run's name. */
  readonly reconstructions: Readonly<Record<string, ImageBatch>>;
}

/**
 * Several runs as one HTML page: what differs between them, their errors, losses and classes over each other,
 * differences from the best with intervals, and how far ranks hold over classes and seeds.
 *
 * @throws RangeError if there are fewer than two runs, or two have one name
 */
export function comparison({ runs, paired, groups = [], knee, pictures }: ComparisonInput): string {
  assertNames(runs);
  const compared = differences(runs, paired);
  const families = seedFamilies(runs);
  const sections: (Section | undefined)[] = [
    tableSection(runs),
    ...(shareTestImages(runs)
      ? [
          errorSection(runs),
          differenceSection(compared),
          pictureSection(runs, pictures),
          compressionSection(runs, knee),
          classSection(runs),
        ]
      : []),
    groupSection(groups),
    seedSection(families),
    curveSection(runs),
    timeSection(runs),
  ];
  return page({
    title: `${plural(runs.length, 'run')} compared`,
    summary: markup`<p class="verdict">${verdict(runs, compared)}</p>`,
    sections: sections.filter((section) => section !== undefined),
    footer:
      'Made by aelab from run records. The page holds everything it shows and asks no server for anything.',
  });
}

function assertNames(runs: readonly ComparedRun[]): void {
  const names = runs.map(({ name }) => name);
  if (runs.length < 2)
    throw new RangeError(`comparison: there is ${plural(runs.length, 'run')}; it needs 2 or more`);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw new RangeError(`comparison: two runs are called ${twice}; each needs a name of its own`);
}

function verdict(runs: readonly ComparedRun[], compared: ReturnType<typeof differences>): string {
  if (!shareTestImages(runs))
    return 'These runs were not measured on the same test images: their figures cannot be ranked.';
  const { best, others: all } = compared;
  if (errorOf(best) === Infinity) return 'No run has a finite test error.';
  const others = all.filter(({ difference }) => Number.isFinite(difference));
  const tied = others.filter(({ interval: [low] }) => !(low > 0)).map(({ name }) => name);
  const error = formatFigure(best.record.test.mse);
  const sentence = `${best.name} has the least test error, ${error}.`;
  if (others.length === 0) return `${sentence} No other run has a finite one.`;
  if (tied.length === 0) return `${sentence} ${nearest(others)}`;
  return `${sentence} It cannot be told apart from ${tied.join(', ')} on these test images.`;
}

function nearest(others: readonly Difference[]): string {
  const [{ name, difference, interval }] = others;
  return `The next, ${name}, has ${formatFigure(difference)} more (95\u00a0% interval ${formatFigure(interval[0])} to ${formatFigure(interval[1])}).`;
}
