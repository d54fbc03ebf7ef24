import { benchCodecs, rivalNames, type CodecBench, type RivalName } from '@aelab/experiments';
import { formatFigure, recordJson } from '@aelab/viz';
import { Command, InvalidArgumentError } from 'commander';
import { join } from 'node:path';
import { list, names, number } from '../flag-values.js';
import { table } from '../table.js';

export function codecBenchCommand(): Command {
  return new Command('codec-bench')
    .description(
      'runs as codecs beside PCA, image formats and compressors, in real bytes of the same test images',
    )
    .argument(
      '<runs...>',
      'the folders of one run, or of several of one data set: their points are one curve',
    )
    .option('--refine <sweeps>', 'try every latent one level up and down, so often', number, 2)
    .option(
      '--error-weights <numbers>',
      "of error against bits in the refinement, 1 the rate-trained model's own: a point for each",
      list,
      [1],
    )
    .option('--rivals <names>', `some of ${rivalNames.join(', ')}; all unless told`, rivalList, [
      ...rivalNames,
    ])
    .option('--images <n>', 'the first so many test images; all unless told', number)
    .option(
      '--curve <file>',
      "a published curve in the form of CompressAI's result files; may be repeated",
      collect,
      [],
    )
    .option('--out <folder>', "where results are written (default: codec in the first run's folder)")
    .option('--json', 'print codec-bench.json, and nothing else, on standard output')
    .action(codecBench);
}

interface BenchFlags {
  refine: number;
  errorWeights: number[];
  rivals: RivalName[];
  images?: number;
  curve: string[];
  out?: string;
  json?: true;
}

async function codecBench(runs: string[], { curve, json, out, ...flags }: BenchFlags): Promise<void> {
  const folder = out ?? join(runs[0], 'codec');
  const bench = await benchCodecs(runs, {
    ...flags,
    published: curve,
    out: folder,
    onStage: (what) => process.stderr.write(`codec-bench: ${what}\n`),
  });
  process.stdout.write(json ? recordJson(bench) : benchSummary(bench, folder));
}

function rivalList(text: string): RivalName[] {
  return names(text).map((name) => {
    const known = rivalNames.find((rival) => rival === name);
    if (known === undefined) throw new InvalidArgumentError(`it must name some of ${rivalNames.join(', ')}.`);
    return known;
  });
}

function collect(file: string, files: string[]): string[] {
  return [...files, file];
}

function benchSummary({ data, models, rivals, bdRates, skipped }: CodecBench, folder: string): string {
  const points = [...models.map(({ point }) => point), ...rivals];
  return [
    `${data.images} test images of ${data.name}, ${data.imageShape.join('×')}; everything learnt from training images`,
    '',
    table(
      ['codec', 'setting', 'files', 'bytes/image', 'bpp', 'MSE', 'PSNR (dB)'],
      points.map((point) => [
        point.codec,
        point.setting,
        point.scope === 'batch' ? 'one' : 'one each',
        ...[point.bytesPerImage, point.bitsPerPixel, point.mse, point.psnr].map((value) =>
          formatFigure(value, 4),
        ),
      ]),
    ),
    '',
    modelTable(models),
    ...(bdRates.length > 0 ? ['', bdRateTable(bdRates)] : []),
    ...Object.entries(skipped).map(([name, why]) => `not measured: ${name} (${why})`),
    '',
    `record and curves: ${folder}`,
    '',
  ].join('\n');
}

/** Header, coder, errors and decoder of each of the models' points. */
function modelTable(models: CodecBench['models']): string {
  return table(
    [
      'run',
      'without header',
      'coder over ideal',
      "model's MSE",
      'rounding adds',
      'decoder',
      'int8',
      'pays from',
      'int8',
    ],
    models.map(({ run, account, error, decoder }) => [
      run,
      formatFigure(account.withoutHeader),
      `${(100 * (account.withoutHeader / (account.estimated ?? NaN) - 1)).toFixed(2)} %`,
      formatFigure(error.model),
      formatFigure(error.total - error.model),
      ...[decoder.bytes.file, decoder.bytes.int8].map((bytes) => `${formatFigure(bytes / 1000)} kB`),
      ...[decoder.breakEvenAgainstRaw.file, decoder.breakEvenAgainstRaw.int8].map(
        (n) => `${formatFigure(n)} images`,
      ),
    ]),
  );
}

function bdRateTable(bdRates: CodecBench['bdRates']): string {
  return table(
    ['bytes at the same PSNR against', 'BD-rate', 'overlap'],
    bdRates.map(({ against, delta, overlap }) => [
      against,
      Number.isNaN(delta) || overlap < 0.005 ? 'nothing in common' : `${delta.toFixed(1)} %`,
      overlap.toFixed(2),
    ]),
  );
}
