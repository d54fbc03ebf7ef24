import {
  evaluateCodec,
  evaluateFiles,
  evaluateRun,
  UsageError,
  writeEvaluation,
  type EvaluatedPair,
} from '@aelab/experiments';
import { recordJson } from '@aelab/viz';
import { Command, Option } from 'commander';
import { evaluationSummary } from '../evaluation-summary.js';
import { list, names, number, workers } from '../flag-values.js';

export function evaluateCommand(): Command {
  return new Command('evaluate')
    .description("judge anybody's reconstructions, a run's model on other data, or a codec of your own")
    .argument('[run]', "a run's folder, whose model is judged on --dataset")
    .option('--originals <source>', 'a .npy or .npz file (file.npz:name), or a folder of images')
    .option('--reconstructions <source>', 'the same, or the folder of a run')
    .option(
      '--codec <source>',
      'an ONNX file, a folder with a model.json, two halves of either with a comma between, or a module that exports encode and decode',
    )
    .option(
      '--dataset <name>',
      'whose test images a run is judged on, and whose training images a judge learns',
    )
    .option('--labels <source>', 'class numbers, one per image: a .npy or .npz file')
    .option('--latents <source>', "the images' latents, one row each: a .npy or .npz file")
    .option('--judge <name>', 'a classifier that is asked about both: lenet5, small-cnn or an .onnx file')
    .option('--range <lo,hi>', 'value range of .npy and .npz files; floats need it', list)
    .addOption(new Option('--layout <order>', 'of four-dimensional files').choices(['nhwc', 'nchw']))
    .option('--metrics <names>', 'from the catalog, all unless told', names)
    .option('--seed <n>', 'of the bootstrap', number, 0)
    .option(
      '--workers <n>',
      "processes that share two folders of images, or 'auto'; the record is the same",
      workers,
      1,
    )
    .option('--out <folder>', 'write evaluation.json and per-image.csv there')
    .option('--json', 'print the record, and nothing else, on standard output')
    .action(evaluate);
}

interface EvaluateFlags {
  originals?: string;
  reconstructions?: string;
  codec?: string;
  dataset?: string;
  labels?: string;
  latents?: string;
  judge?: string;
  range?: number[];
  layout?: 'nhwc' | 'nchw';
  metrics?: string[];
  seed: number;
  workers: number;
  out?: string;
  json?: true;
}

async function evaluate(run: string | undefined, flags: EvaluateFlags): Promise<void> {
  const pair = await evaluated(run, flags);
  if (flags.out !== undefined) await writeEvaluation(pair, flags.out);
  process.stdout.write(flags.json ? recordJson(pair.record) : evaluationSummary(pair.record, flags.out));
}

function evaluated(run: string | undefined, flags: EvaluateFlags): Promise<EvaluatedPair> {
  const { originals, reconstructions, codec, dataset } = flags;
  const options = { ...flags, range: rangeOf(flags.range) };
  if (run !== undefined && dataset !== undefined) return evaluateRun(run, dataset, options);
  if (originals !== undefined && codec !== undefined) return evaluateCodec({ originals, codec }, options);
  if (originals !== undefined && reconstructions !== undefined)
    return evaluateFiles({ originals, reconstructions }, options);
  throw new UsageError(
    'evaluate: nothing to compare; give --originals and --reconstructions, or --originals and --codec, or RUN and --dataset',
  );
}

function rangeOf(values: number[] | undefined): readonly [number, number] | undefined {
  if (values && values.length !== 2)
    throw new UsageError(`evaluate: --range has ${values.length} numbers; give two, as in --range 0,1`);
  return values && [values[0], values[1]];
}
