import { Command } from 'commander';
import { analyzeCommand } from './commands/analyze.js';
import { codecBenchCommand } from './commands/codec-bench.js';
import { compareCommand } from './commands/compare.js';
import { datasetsCommand } from './commands/datasets.js';
import { decodeCommand } from './commands/decode.js';
import { doctorCommand } from './commands/doctor.js';
import { encodeCommand } from './commands/encode.js';
import { evaluateCommand } from './commands/evaluate.js';
import { reproduceCommand } from './commands/reproduce.js';
import { exportCommand } from './commands/export.js';
import { judgeCommand } from './commands/judge.js';
import { reconstructCommand } from './commands/reconstruct.js';
import { inspectCommand } from './commands/inspect.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { sampleCommand } from './commands/sample.js';
import { sweepCommand } from './commands/sweep.js';
import { tableCommand } from './commands/table.js';
import { watchCommand } from './commands/watch.js';
import { workerCommand } from './commands/worker.js';

const examples = `
Examples:
  aelab run examples/demo.yaml                      train on MNIST, evaluate, write the report
  aelab run --latent-dim 8 --epochs 3 --out runs/8  the same from flags alone
  aelab run --out runs/8 --resume                   continue an interrupted run
  aelab evaluate --originals x.npy --reconstructions y.npy --range 0,1
                                                    judge anybody's reconstructions
  aelab reconstruct runs/8 photo.jpg -o mine        put your own images through a run's model
  aelab sample runs/8 -o drawn                      images that nobody drew
  aelab export runs/8 --decoder --format onnx -o decoder
                                                    a half that travels, and its bytes
  aelab report runs/8                               write its report.html again
  aelab table runs/8 --only test.perClass --format latex
                                                    a table of its record, for a paper
  aelab watch runs/8                                a run or a sweep at work, in the browser
  aelab encode runs/8 mnist -o test.ael             latents as one small file
  aelab sweep sweep.yaml --workers 4                grids and seeds, resumed by the same command
  aelab reproduce all --quick                       the five source documents, each claim with a verdict
  aelab datasets fetch cifar-10                     bring the official files into the cache
  aelab doctor                                      what this machine can use`;

export function buildProgram(): Command {
  const program = new Command('aelab')
    .description('What does an image autoencoder keep, what does it lose, and was it worth it?')
    .version('0.1.0')
    .option('--debug', 'print the stack of an error')
    .addHelpText('after', examples);
  for (const command of [
    runCommand(),
    evaluateCommand(),
    analyzeCommand(),
    compareCommand(),
    reportCommand(),
    tableCommand(),
    watchCommand(),
    reconstructCommand(),
    sampleCommand(),
    exportCommand(),
    judgeCommand(),
    encodeCommand(),
    decodeCommand(),
    inspectCommand(),
    codecBenchCommand(),
    sweepCommand(),
    workerCommand(),
    reproduceCommand(),
    datasetsCommand(),
    doctorCommand(),
  ])
    program.addCommand(command);
  for (const command of [
    program,
    ...program.commands,
    ...program.commands.flatMap(({ commands }) => commands),
  ])
    command.exitOverride().configureOutput({ outputError });
  return program;
}

/** Errors are one line, and begin with the program's name. */
function outputError(text: string, write: (text: string) => void): void {
  write(
    `${text
      .trim()
      .replace(/^error:/, 'aelab:')
      .replaceAll('\n', ' ')}\n`,
  );
}
