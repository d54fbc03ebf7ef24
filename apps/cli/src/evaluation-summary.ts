import { join } from 'node:path';
import type { EvaluationRecord } from '@aelab/experiments';
import { catalog, type ImageMetric } from '@aelab/metrics';
import type { Figure } from '@aelab/viz';
import { table } from './table.js';

/** The figures of an evaluation as a person reads them. */
export function evaluationSummary(record: EvaluationRecord, folder: string | undefined): string {
  const { data, sources, metrics, skipped, test, bytes } = record;
  return [
    Object.entries(sources)
      .map(([name, source]) => `${name}: ${source}`)
      .join('\n'),
    `${data.n} images of ${data.imageShape.join('×')}, pixels in [0, 1]`,
    '',
    table(
      ['', 'mean', '95 % interval', 'median', 'better'],
      Object.entries(metrics).map(([name, { mean, interval, quantiles }]) => [
        labelOf(name),
        digits(mean),
        `${digits(interval[0])} to ${digits(interval[1])}`,
        digits(quantiles[2]),
        metricOf(name)?.better ?? '',
      ]),
    ),
    ...(test.perClass.length > 0 ? ['', perClassTable(record)] : []),
    ...(bytes
      ? [
          '',
          `${digits(bytes.perImage)} bytes per image, ${digits(bytes.bitsPerPixel)} bits per pixel, compression ratio ${digits(bytes.compressionRatio)}`,
        ]
      : []),
    ...Object.values(skipped).map((why) => `not measured: ${why}`),
    ...(folder === undefined ? [] : ['', `record: ${join(folder, 'evaluation.json')}`]),
    '',
  ].join('\n');
}

function perClassTable({ test }: EvaluationRecord): string {
  return table(
    ['class', 'images', 'MSE', '95 % interval', 'MSE per 100 ink'],
    test.perClass.map(({ label, n, mse, mseInterval, msePer100Ink }) => [
      label,
      String(n),
      digits(mse),
      `${digits(mseInterval[0])} to ${digits(mseInterval[1])}`,
      digits(msePer100Ink),
    ]),
  );
}

function metricOf(name: string): ImageMetric | undefined {
  return (catalog as Partial<Record<string, ImageMetric>>)[name];
}

function labelOf(name: string): string {
  const metric = metricOf(name);
  return metric?.unit ? `${metric.label} (${metric.unit})` : (metric?.label ?? name);
}

function digits(figure: Figure): string {
  return typeof figure === 'number' && Number.isFinite(figure)
    ? String(Number(figure.toPrecision(5)))
    : String(figure);
}
