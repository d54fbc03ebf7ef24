import {
  judgeDefaults,
  judgeNames,
  judgeOfDataset,
  type JudgeName,
  type JudgeSettings,
  type TrainedJudge,
} from '@aelab/experiments';
import { formatFigure } from '@aelab/viz';
import { Command, Option } from 'commander';
import { number } from '../flag-values.js';
import { showProgress } from '../show-progress.js';
import { table } from '../table.js';

export function judgeCommand(): Command {
  return new Command('judge')
    .description('train a classifier on originals, or take it from the cache, and say how good it is')
    .argument('<dataset>', 'mnist, fashion-mnist, cifar-10 or stl-10')
    .addOption(
      new Option('--judge <name>', 'lenet5, or a stronger one').choices(judgeNames).default('lenet5'),
    )
    .option('--epochs <n>', "the judge's own unless told", number)
    .option('--learning-rate <x>', 'the highest of a one-cycle schedule', number)
    .option('--batch-size <n>', 'images per step', number)
    .addOption(
      new Option('--input-scaling <how>', 'pixels in [0, 1], or mean 0 and variance 1').choices([
        'unit',
        'standardised',
      ]),
    )
    .option('--flip', 'mirror images in training; never for digits')
    .option('--seed <n>', 'of every random choice', number, 0)
    .option('--json', 'print its settings, training and scores, and nothing else, on standard output')
    .action(judge);
}

interface JudgeFlags extends Partial<Omit<JudgeSettings, 'name'>> {
  judge: JudgeName;
  seed: number;
  json?: true;
}

async function judge(dataset: string, { judge: name, seed, json, ...stated }: JudgeFlags): Promise<void> {
  const settings = { ...judgeDefaults[name], ...stated };
  const { show, stop } = showProgress();
  const trained = await judgeOfDataset(dataset, settings, seed, (progress) =>
    show({ stage: 'training', ...progress }),
  ).finally(stop);
  const { score, training } = trained;
  const record = { dataset, settings, seed, score, training };
  process.stdout.write(json ? `${JSON.stringify(record)}\n` : judgeSummary(dataset, settings, trained));
}

function judgeSummary(dataset: string, settings: JudgeSettings, { score, training }: TrainedJudge): string {
  const { name, epochs, inputScaling } = settings;
  const { accuracy, meanConfidence, calibrationError, confusion } = score;
  return [
    '',
    `${name} on the test images of ${dataset}; ${epochs} epochs in ${training.seconds.toFixed(1)} s, input ${inputScaling}`,
    '',
    table(
      ['on the test images', ''],
      [
        ['accuracy', formatFigure(accuracy)],
        ['mean confidence', formatFigure(meanConfidence)],
        ['calibration error', formatFigure(calibrationError)],
      ],
    ),
    '',
    table(
      ['is \\ named', ...confusion.map((_, c) => String(c))],
      confusion.map((row, c) => [String(c), ...row.map(String)]),
    ),
    '',
  ].join('\n');
}
