import {
  judgeNames,
  sampleRun,
  sampleSources,
  type JudgeName,
  type SampleRecord,
  type SampleSource,
} from '@aelab/experiments';
import { formatFigure, recordJson } from '@aelab/viz';
import { Command, Option } from 'commander';
import { join } from 'node:path';
import { number } from '../flag-values.js';
import { table } from '../table.js';

export function sampleCommand(): Command {
  return new Command('sample')
    .description("images that nobody drew, by a run's decoder")
    .argument('<run>', "the run's folder")
    .requiredOption('-o, --out <folder>', 'a new folder')
    .option('-n, --number <n>', 'images', number, 20)
    .addOption(
      new Option(
        '--from <source>',
        'prior: of a variational autoencoder; latents: a normal distribution fitted to those of the training images; jitter: test images, moved',
      ).choices(sampleSources),
    )
    .option('--amount <x>', "of jitter: share of each latent's deviation", number, 0.5)
    .addOption(new Option('--judge <name>', 'ask a judge how sure it is of them').choices(judgeNames))
    .option('--seed <n>', 'of the samples', number, 0)
    .option('--json', 'print the record, and nothing else, on standard output')
    .action(sample);
}

interface SampleFlags {
  out: string;
  number: number;
  from?: SampleSource;
  amount: number;
  judge?: JudgeName;
  seed: number;
  json?: true;
}

async function sample(run: string, { out, number: n, json, ...options }: SampleFlags): Promise<void> {
  const record = await sampleRun(run, out, { n, ...options });
  process.stdout.write(json ? recordJson(record) : sampleSummary(record, out));
}

function sampleSummary({ n, from, judge }: SampleRecord, out: string): string {
  return [
    '',
    `${n} samples from ${{ prior: 'the prior', latents: 'the fitted latents', jitter: 'moved test images' }[from]}`,
    ...(judge
      ? [
          '',
          `${judge.name} (accuracy ${formatFigure(judge.accuracy)}) is sure of real test images to ${formatFigure(judge.confidence.real)}, of samples to ${formatFigure(judge.confidence.samples)}`,
          '',
          table(
            ['class', 'share of samples'],
            Object.entries(judge.classes).map(([label, share]) => [label, formatFigure(share)]),
          ),
        ]
      : []),
    '',
    `pictures: ${join(out, 'pictures.png')}`,
    '',
  ].join('\n');
}
