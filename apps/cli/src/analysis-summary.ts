import { join } from 'node:path';
import { runFiles } from '@aelab/experiments';
import { formatAligned, formatFigure, type NoiseBlock, type OverlapBlock, type RunRecord } from '@aelab/viz';
import { table } from './table.js';

/** What was measured of a run after its training, as a person reads it. */
export function analysisSummary(record: RunRecord, folder: string): string {
  const { judge, latents, bytes, noise, overlap } = record;
  return [
    linearTable(record),
    judge &&
      `judge ${judge.name}: accuracy ${formatFigure(judge.accuracyOriginal)} on originals, ${formatFigure(judge.accuracyReconstruction)} on reconstructions; ratio ${formatFigure(judge.accuracyRatio)} (${formatAligned(judge.accuracyRatioInterval).join(' to ')})`,
    latents &&
      `latents: ${latents.dead} dead units, effective rank ${formatFigure(latents.effectiveRank)}, intrinsic dimension ${formatFigure(latents.intrinsicDimension)}`,
    bytes &&
      `bytes: ${formatFigure(bytes.perImage)} per image, compression ratio ${formatFigure(bytes.compressionRatio)}; the decoder pays from ${formatFigure(bytes.breakEvenImages)} images on`,
    noise && noiseTable(noise),
    overlap && overlapTable(overlap),
    `report: ${join(folder, runFiles.report)}`,
  ]
    .flatMap((part) => (part === undefined ? [] : ['', part]))
    .concat('')
    .join('\n');
}

function linearTable({ baselines: { pca, svd } }: RunRecord): string | undefined {
  const linear = [
    ['PCA', pca],
    ['uncentred SVD', svd],
  ] as const;
  const rows = linear.flatMap(([name, block]) =>
    block ? [[`${name} (${block.components})`, formatFigure(block.mse)]] : [],
  );
  return rows.length > 0 ? table(['', 'MSE'], rows) : undefined;
}

function noiseTable({ n, strengths }: NoiseBlock): string {
  const rows = strengths.map(({ factor, model, pca, medianFilter, gaussianFilter }) => [
    String(factor),
    ...[model.gain, pca, medianFilter, gaussianFilter].map((gain) =>
      gain === undefined ? '–' : Number(gain).toFixed(2),
    ),
  ]);
  return [
    `gain on ${n} noisy images over leaving them alone, dB`,
    '',
    table(['noise', 'model', 'PCA', 'median filter', 'Gaussian filter'], rows),
  ].join('\n');
}

function overlapTable({ engine, n, overlap, pairFidelity, p, perClass }: OverlapBlock): string {
  const rows = [...perClass, { label: 'all', n, overlap, pairFidelity, p }].map((row) => [
    row.label,
    String(row.n),
    ...[row.overlap, row.pairFidelity, row.p].map((figure) => formatFigure(figure)),
  ]);
  return [
    `overlap of ${n} pairs (${engine}, 1 is indistinguishable)`,
    '',
    table(['class', 'pairs', 'overlap', 'pair fidelity', 'p'], rows),
  ].join('\n');
}
