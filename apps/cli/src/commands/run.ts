import { basename, join } from 'node:path';
import {
  analyzeRun,
  assertJudge,
  fullAnalysis,
  resumeRun,
  startRun,
  type RunEvent,
} from '@aelab/experiments';
import { recordJson } from '@aelab/viz';
import { Command } from 'commander';
import { analysisSummary } from '../analysis-summary.js';
import { onInterrupt } from '../on-interrupt.js';
import { corruptions, list, number, objective } from '../flag-values.js';
import { showProgress } from '../show-progress.js';
import { statedConfig, type ConfigFlags } from '../stated-config.js';
import { summary } from '../summary.js';

export function runCommand(): Command {
  return new Command('run')
    .description(
      'train an autoencoder, evaluate it on the test images and write its report, into a run folder',
    )
    .argument('[config]', 'YAML file; flags override it')
    .option('--dataset <name>', 'data set')
    .option('--model <type>', 'dense, linear, conv, convLinear or autoAssociative')
    .option('--hidden <widths>', 'hidden widths from the image inwards, as in 512,128', list)
    .option(
      '--filters <counts>',
      'filters of the convolutions, each of which halves the image, as in 16,32',
      list,
    )
    .option('--latent-dim <n>', 'values in the latent vector', number)
    .option('--latent-channels <n>', 'channels of a spatial latent (conv)', number)
    .option(
      '--compression <percent>',
      'share of the values that the latent leaves out, instead of its size',
      number,
    )
    .option(
      '--objective <name:number>',
      'variational:BETA, winnerTakeAll:ACTIVE or rateDistortion:LAMBDA',
      objective,
    )
    .option(
      '--corrupt <name:number,…>',
      'train on damaged input: noise, saltAndPepper, blur, occlude',
      corruptions,
    )
    .option('--epochs <n>', '0 leaves the model untrained', number)
    .option('--batch-size <n>', 'images per step', number)
    .option('--learning-rate <x>', 'step size, the highest where a schedule changes it', number)
    .option('--schedule <name>', 'constant, cosine or oneCycle')
    .option('--optimizer <name>', 'adam, rmsprop or sgd')
    .option('--loss <name>', 'mse, rmse, mae or binaryCrossentropy')
    .option('--seed <n>', 'seed of every random choice', number)
    .option('--subset <N[,M]>', 'N training images, M test images', list)
    .option('--backend <name>', 'auto, gpu, webgpu, native, wasm or cpu')
    .option(
      '--accelerate <when>',
      'auto or off: large matrix products by onnxruntime-node, if it is installed',
    )
    .option('--out <folder>', 'the run folder (default: runs/NAME-TIME)')
    .option('--resume', 'continue the run in --out')
    .option(
      '--full',
      'then measure what aelab analyze measures: judge, overlap, latents, bytes, SVD, noise, strangers, pictures',
    )
    .option(
      '--judge <name>',
      'then ask a classifier what it still recognises: lenet5 (that of --full), small-cnn or an .onnx file',
    )
    .option('--json', 'print the run record, and nothing else, on standard output')
    .action(run);
}

interface RunFlags extends ConfigFlags {
  out?: string;
  resume?: true;
  full?: true;
  judge?: string;
  json?: true;
}

async function run(
  file: string | undefined,
  { out, resume, full, judge, json, ...stated }: RunFlags,
): Promise<void> {
  if (judge !== undefined) assertJudge(judge);
  const isStated = !resume || file !== undefined || Object.keys(stated).length > 0;
  const config = isStated ? await statedConfig(file, stated) : undefined;
  const folder = out ?? newRunFolder(file);
  const later = (full ? ' --full' : '') + (judge === undefined ? '' : ` --judge ${judge}`);
  const interrupt = onInterrupt(`aelab run --out ${folder} --resume${later}`);
  const progress = showProgress();
  const onEvent = (event: RunEvent) => {
    if (event.stage === 'model') interrupt.listen();
    if (event.stage === 'evaluation') interrupt.release();
    progress.show(event);
  };
  const options = { signal: interrupt.signal, onEvent };
  try {
    const trained =
      config && !resume ? await startRun(config, folder, options) : await resumeRun(folder, config, options);
    const analysis = { ...(full && fullAnalysis(trained)), ...(judge !== undefined && { judge }) };
    const record = later ? await analyzeRun(folder, analysis, options) : trained;
    progress.stop();
    const text = later ? summary(record, folder) + analysisSummary(record, folder) : summary(record, folder);
    process.stdout.write(json ? recordJson(record) : text);
  } finally {
    progress.stop();
    interrupt.release();
  }
}

function newRunFolder(file = 'run'): string {
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '');
  return join('runs', `${basename(file).replace(/\.[^.]*$/, '')}-${time}`);
}
