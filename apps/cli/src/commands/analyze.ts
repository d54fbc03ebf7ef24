import { analyzeRun, runFiles } from '@aelab/experiments';
import { formatFigure, recordJson, type RunRecord } from '@aelab/viz';
import { Command, Option } from 'commander';
import { join } from 'node:path';
import { number } from '../flag-values.js';
import { onInterrupt } from '../on-interrupt.js';
import { showProgress } from '../show-progress.js';
import { table } from '../table.js';

export function analyzeCommand(): Command {
  return new Command('analyze')
    .description('measure more of a finished run, into its record and report')
    .argument('<run>', "the run's folder")
    .option('--pca', 'uncentred SVD beside the PCA that every run has')
    .option('--overlap', 'how far originals and reconstructions mix in joint t-SNE maps, per class')
    .option('--tsne', 'the same: the map comes with its scores')
    .option('--pairs <n>', 'test images that are embedded', number, 1000)
    .addOption(
      new Option('--tsne-engine <name>', 'exact is tsne-js, for some hundred pairs')
        .choices(['barnes-hut', 'exact'])
        .default('barnes-hut'),
    )
    .option('--json', 'print the run record, and nothing else, on standard output')
    .action(analyze);
}

interface AnalyzeFlags {
  pca?: true;
  overlap?: true;
  tsne?: true;
  pairs: number;
  tsneEngine: 'barnes-hut' | 'exact';
  json?: true;
}

async function analyze(folder: string, flags: AnalyzeFlags): Promise<void> {
  const { pca = false, overlap, tsne, pairs, tsneEngine: engine, json } = flags;
  const isAll = !pca && !overlap && !tsne;
  const analysis = { svd: pca || isAll, ...((overlap ?? tsne ?? isAll) && { overlap: { pairs, engine } }) };
  const interrupt = onInterrupt(`aelab analyze ${folder}`);
  try {
    const record = await analyzeRun(folder, analysis, {
      signal: interrupt.signal,
      onEvent: showProgress().show,
    });
    process.stdout.write(json ? recordJson(record) : analysisSummary(record, folder));
  } finally {
    interrupt.release();
  }
}

function analysisSummary({ baselines: { pca, svd }, overlap }: RunRecord, folder: string): string {
  const linear = [
    ['PCA', pca],
    ['uncentred SVD', svd],
  ] as const;
  const rows = linear.flatMap(([name, block]) =>
    block ? [[`${name} (${block.components})`, formatFigure(block.mse)]] : [],
  );
  const classes = overlap?.perClass.map((c) => [
    c.label,
    String(c.n),
    ...[c.overlap, c.pairFidelity, c.p].map(formatFigure),
  ]);
  return [
    '',
    table(['', 'MSE'], rows),
    ...(overlap && classes
      ? [
          '',
          `overlap of ${overlap.n} pairs (${overlap.engine}, 1 is indistinguishable)`,
          '',
          table(
            ['class', 'pairs', 'overlap', 'pair fidelity', 'p'],
            [
              ...classes,
              [
                'all',
                String(overlap.n),
                ...[overlap.overlap, overlap.pairFidelity, overlap.p].map(formatFigure),
              ],
            ],
          ),
        ]
      : []),
    '',
    `report: ${join(folder, runFiles.report)}`,
    '',
  ].join('\n');
}
