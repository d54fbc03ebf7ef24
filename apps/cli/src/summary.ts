import { join } from 'node:path';
import { runFiles } from '@aelab/experiments';
import type { DistortionBlock, Figure, RunRecord } from '@aelab/viz';
import { table } from './table.js';

/** What a person wants to know at the end of a run: the model beside its floors and PCA, and where the rest is. */
export function summary(record: RunRecord, folder: string): string {
  const { data, test, baselines, model, training } = record;
  const { pca } = baselines;
  const rows: [string, DistortionBlock][] = [
    [`autoencoder (${model.latentShape.join('×')})`, test],
    ...(pca ? [[`PCA (${pca.components})`, pca] satisfies [string, DistortionBlock]] : []),
    ['class-mean image', baselines.classMean],
    ['mean image', baselines.mean],
    ['median image', baselines.median],
    ['zero image', baselines.zero],
  ];
  return [
    '',
    `${data.name}: ${data.test} test images, pixels in [0, 1]; trained for ${training.epochs} epochs in ${Number(training.seconds).toFixed(1)} s (${training.stopped})`,
    ...(training.cause === undefined ? [] : [`training diverged: ${training.cause}`]),
    '',
    table(
      ['', 'MSE', 'RMSE', 'MAE', 'PSNR (dB)'],
      rows.map(([name, { mse, rmse, mae, psnr }]) => [
        name,
        fixed(mse, 6),
        fixed(rmse, 4),
        fixed(mae, 4),
        fixed(psnr, 2),
      ]),
    ),
    '',
    `report: ${join(folder, runFiles.report)}`,
    '',
  ].join('\n');
}

function fixed(figure: Figure | undefined, digits: number): string {
  return figure === undefined ? '–' : typeof figure === 'number' ? figure.toFixed(digits) : figure;
}
