import type {
  BytesBlock,
  DistortionBlock,
  LatentsBlock,
  OverlapBlock,
  RunRecord,
  UnitBlock,
} from '../record.js';
import { plural } from '../report/phrases.js';
import { tableOf, type Cell, type Table } from './table.js';

/** The model's test figures over those of its rivals and floors. */
export function baselinesTable({ test, baselines }: Pick<RunRecord, 'test' | 'baselines'>): Table {
  const { pca, svd, zero, mean, median, classMean } = baselines;
  const blocks: [string, DistortionBlock | undefined][] = [
    ['This model', test],
    [`PCA, ${plural(pca?.components ?? 0, 'component')}`, pca],
    [`SVD, ${plural(svd?.components ?? 0, 'component')}`, svd],
    ['Class-mean image', classMean],
    ['Mean image', mean],
    ['Median image', median],
    ['Black image', zero],
  ];
  const given = blocks.flatMap(([name, block]) => (block ? [{ name, block }] : []));
  const keys = (['mse', 'rmse', 'mae', 'psnr', 'ssim'] as const).filter((key) =>
    given.some(({ block }) => block[key] !== undefined),
  );
  const rows = given.map(({ name, block }): Cell[] => [name, ...keys.map((key) => cell(block[key]))]);
  return {
    title: 'Test figures of each method',
    columns: ['Method', ...keys.map((key) => headings[key])],
    rows,
  };
}

const headings = { mse: 'MSE', rmse: 'RMSE', mae: 'MAE', psnr: 'PSNR, dB', ssim: 'SSIM' } as const;

/** Error of each class with its interval. */
export function perClassTable({ test }: Pick<RunRecord, 'test'>): Table {
  return tableOf(
    'Test error of each class',
    test.perClass.map(({ label, n, mse, mseInterval: [low, high], msePer100Ink }) => ({
      Class: label,
      Images: n,
      MSE: Number(mse),
      'from (95 %)': Number(low),
      to: Number(high),
      'Error per 100 ink': Number(msePer100Ink),
    })),
  );
}

/** Loss of each epoch. */
export function trainingTable({ training }: Pick<RunRecord, 'training'>): Table {
  return tableOf(
    'Loss of each epoch',
    training.loss.map((loss, i) => ({
      Epoch: i + 1,
      'Training loss': Number(loss),
      ...(training.validationLoss.length > 0 && { 'Validation loss': cell(training.validationLoss[i]) }),
    })),
  );
}

/** Overlap of originals and reconstructions, of all and of each class. */
export function overlapTable(overlap: OverlapBlock): Table {
  return tableOf(
    'Overlap of originals and reconstructions',
    [{ ...overlap, label: 'All' }, ...overlap.perClass].map(({ label, n, overlap, pairFidelity, p }) => ({
      Class: label,
      Pairs: n,
      Overlap: Number(overlap),
      'Pair fidelity': Number(pairFidelity),
      p: Number(p),
    })),
  );
}

/** What latents hold. */
export function latentsTable(latents: LatentsBlock): Table {
  const { n, dead, effectiveRank, intrinsicDimension, probeAccuracy, neighbourAccuracy } = latents;
  const row = {
    Images: n,
    'Dead units': dead,
    'Effective rank': Number(effectiveRank),
    'Intrinsic dimension': Number(intrinsicDimension),
    'Linear probe, accuracy': cell(probeAccuracy),
    'Nearest neighbours, accuracy': cell(neighbourAccuracy),
  };
  return tableOf('What the latents hold', [row]);
}

/** The one value of a latent, by class. */
export function unitTable({ perClass }: UnitBlock): Table {
  return tableOf(
    'The latent value of each class',
    perClass.map(({ label, n, mean, interval: [low, high], sd }) => ({
      Class: label,
      Images: n,
      Mean: Number(mean),
      'from (95 %)': Number(low),
      to: Number(high),
      'Standard deviation': Number(sd),
    })),
  );
}

/** What the latents cost as a file. */
export function bytesTable(bytes: BytesBlock): Table {
  const row = {
    'Bytes per image': Number(bytes.perImage),
    'without the header': Number(bytes.withoutHeader),
    'Compression ratio': Number(bytes.compressionRatio),
    'Bytes of the decoder': Number(bytes.decoder),
    'Images to break even': Number(bytes.breakEvenImages),
    ...(bytes.mse !== undefined && { 'MSE after rounding': cell(bytes.mse) }),
  };
  return tableOf('The latents of the test images as a file', [row]);
}

function cell(figure: DistortionBlock['mse'] | undefined): Cell {
  return figure === undefined ? null : Number(figure);
}
