import {
  formatFigure,
  type Article,
  type ArticleBlock,
  type ArticlePicture,
  type Json,
  type Table,
} from '@aelab/viz';
import type { Reproduction } from '../reproduction.js';
import type { ClaimResult, ReproductionResults, RunResult } from '../results.js';
import type { Verdict } from '../verdict.js';
import { list, paragraph, tableBlock } from './blocks.js';

/** The page of a reproduction: all its figures come from the results. */
export function reproductionPage(
  { name, title, article, unsaid }: Reproduction,
  results: ReproductionResults,
  pictures: readonly ArticlePicture[],
): Article {
  return {
    title,
    summary: summaryOf(results),
    sections: [
      { title: 'Every claim and what became of it', blocks: claimBlocks(results) },
      ...article(results),
      ...(pictures.length > 0 ? [{ title: 'What it looks like', blocks: pictures }] : []),
      ...(unsaid.length > 0
        ? [{ title: 'What the document got wrong or left unsaid', blocks: [list(...unsaid)] }]
        : []),
      { title: 'Why these bounds', blocks: [boundTable(results.claims)] },
      { title: 'How it was done, and again', blocks: methodBlocks(name, results) },
    ],
  };
}

function summaryOf({ claims, scale, seeds, date, environment }: ReproductionResults): string {
  const count = (verdict: Verdict) => claims.filter((claim) => claim.verdict === verdict).length;
  const extent =
    scale === 'quick' ? 'on subsets of the data with few epochs (--quick)' : 'on the data in full (--full)';
  return `Of ${claims.length} tests of its claims ${count('holds')} hold, ${count('fails')} fail and ${count('undecidable')} cannot be decided, with ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}, ${extent}. Measured ${date.slice(0, 10)} on ${environment.cores} cores of ${environment.processor}.`;
}

function claimBlocks({ claims, scale }: ReproductionResults): ArticleBlock[] {
  return [
    paragraph(
      'A claim holds if the 95 % interval of its figure over the seeds (Student’s t, widened by Holm’s correction for all claims of the document) lies wholly on the claimed side of the smallest effect that counts; it fails if wholly on the other side; otherwise, and always below three seeds, it is undecidable. Seeds, not test images, are the unit. A stated number (arithmetic, sizes) needs no seeds: it holds if what we compute rounds to it.',
    ),
    ...(scale === 'quick'
      ? [
          paragraph(
            'These verdicts are about the reduced runs listed at the end. A model trained on a subset for a few epochs may differ from the document’s in ways that more training would undo.',
          ),
        ]
      : []),
    tableBlock({
      title: 'Claims',
      columns: ['claim', 'verdict', 'figure, one per seed', 'claimed', 'measured', 'interval'],
      rows: claims.map(claimRow),
    }),
    ...(claims.some(({ why }) => why !== undefined)
      ? [
          list(
            ...claims.flatMap((claim) => (claim.why === undefined ? [] : [`${named(claim)}: ${claim.why}.`])),
          ),
        ]
      : []),
  ];
}

function claimRow(claim: ClaimResult): (string | null)[] {
  const { quantity = '–', claimed = '–', values, mean, corrected, verdict, seeds } = claim;
  const measured = mean ?? values.at(0);
  return [
    ...[named(claim), verdict, quantity, claimed],
    measured === undefined ? 'not measured' : `${formatFigure(measured)}${ofSeeds(seeds)}`,
    corrected ? corrected.map((end) => formatFigure(end)).join(' to ') : '–',
  ];
}

function ofSeeds(seeds: number | undefined): string {
  if (seeds === undefined) return '';
  return seeds === 1 ? ' (1 seed)' : ` (${seeds} seeds)`;
}

function named({ claim, part }: ClaimResult): string {
  return part === undefined ? claim : `${claim} (${part})`;
}

function boundTable(claims: readonly ClaimResult[]): ArticleBlock {
  const seeded = claims.filter(({ because }) => because !== undefined);
  return tableBlock({
    title: 'Bounds, fixed before the runs',
    columns: ['claim', 'claimed', 'because'],
    rows: seeded.map((claim) => [named(claim), claim.claimed ?? '', claim.because ?? '']),
  });
}

function methodBlocks(name: string, results: ReproductionResults): ArticleBlock[] {
  const { scale, seeds, environment, runs, trainingSeconds, missing, cuts } = results;
  const notes = Object.entries(missing).map(([group, why]) => missingNote(group, why, runs));
  return [
    { kind: 'code', text: `aelab reproduce ${name} --${scale} --seeds ${seeds}` },
    tableBlock(runTable(runs)),
    ...(cuts ? [tableBlock(cutTable(cuts))] : []),
    ...(notes.length > 0 ? [list(...notes)] : []),
    paragraph(
      `Trained for ${formatFigure(trainingSeconds)} seconds in all, with backend ${[...new Set(runs.map(({ backend }) => backend))].join(', ')}, aelab ${environment.aelab}, TensorFlow.js ${environment.tfjs}, Node ${environment.node}, ${environment.system}. The machine did other work meanwhile: times are no benchmark. The figures of this page come from results.json beside it by aelab’s own page generator; a test keeps them one.`,
    ),
  ];
}

function missingNote(name: string, why: string, runs: readonly RunResult[]): string {
  const there = runs.filter(({ group }) => group === name).length;
  return there === 0
    ? `Group ${name} was not run: ${why}.`
    : `Of group ${name} there are ${there} runs only: ${why}.`;
}

function cutTable(cuts: NonNullable<ReproductionResults['cuts']>): Table {
  const text = (value: Json) => (value === null ? 'all' : JSON.stringify(value));
  return {
    title: 'What --quick took off',
    columns: ['group', 'setting', '--full', 'here'],
    rows: Object.entries(cuts).flatMap(([group, settings]) =>
      settings.map(({ setting, full, quick }) => [group, setting, text(full), text(quick)]),
    ),
  };
}

/** A row for each group, with what its runs have in common. */
function runTable(runs: readonly RunResult[]): Table {
  const groups = [...new Set(runs.map(({ group }) => group))];
  return {
    title: 'Runs',
    columns: [
      'group',
      'data',
      'training images',
      'test images',
      'runs',
      'seeds',
      'epochs',
      'seconds per run',
    ],
    rows: groups.map((group) => {
      const members = runs.filter((run) => run.group === group);
      const { data } = members[0];
      const seeds = new Set(members.map(({ seed }) => seed)).size;
      const range = (values: readonly number[]) =>
        [...new Set([Math.min(...values), Math.max(...values)])]
          .map((value) => formatFigure(value))
          .join(' to ');
      return [
        ...[group, data.name, String(data.train), String(data.test)],
        ...[String(members.length), String(seeds)],
        range(members.map(({ training }) => training.epochs)),
        range(members.map(({ training }) => Number(training.seconds))),
      ];
    }),
  };
}
