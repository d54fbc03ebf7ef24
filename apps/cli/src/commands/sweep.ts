import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  automaticWorkers,
  describeChanges,
  emitSlurm,
  estimateSweep,
  localExecutor,
  mlflowTracker,
  planSweep,
  readSweep,
  redisExecutor,
  rememberedProbes,
  runSweep,
  tensorboardTracker,
  trackResults,
  type Executor,
  type Estimate,
  type SweepPlan,
  type SweepResults,
  type Tracker,
} from '@aelab/experiments';
import { recordJson } from '@aelab/viz';
import { Command, Option } from 'commander';
import { duration } from '../duration.js';
import { workerCount } from '../flag-values.js';
import { onceEach } from '../once-each.js';
import { interruptible } from '../on-interrupt.js';
import { showSweep } from '../show-sweep.js';
import { sweepSummary } from '../sweep-summary.js';

export function sweepCommand(): Command {
  return new Command('sweep')
    .description(
      'many runs from one plan: grids, lists, random draws, seeds, halving, the smallest latent for a goal',
    )
    .argument('<plan>', 'YAML file; the same command goes on with an interrupted sweep')
    .option('--out <folder>', 'where runs and results go (default: sweeps/NAME)')
    .option('--workers <n>', "processes, or 'auto': as many as cores and memory allow", workerCount)
    .option('--redis <url>', 'hand the runs to the machines where aelab worker serves this Redis')
    .addOption(
      new Option(
        '--emit <scheduler>',
        'write an array job that does the runs, a task each or in so many tasks as --workers says',
      )
        .choices(['slurm'])
        .conflicts(['redis', 'dryRun']),
    )
    .option('--dry-run', 'print the plan and its estimated time, from a probe of up to three runs')
    .option('--tensorboard <folder>', 'write event files of the finished runs there')
    .option('--mlflow <url>', 'log the finished runs to this MLflow server')
    .option('--json', 'print results.json, and nothing else, on standard output')
    .action(sweep);
}

interface SweepFlags {
  out?: string;
  workers?: number;
  redis?: string;
  tensorboard?: string;
  mlflow?: string;
  emit?: 'slurm';
  dryRun?: true;
  json?: true;
}

async function sweep(file: string, flags: SweepFlags): Promise<void> {
  const out = flags.out ?? join('sweeps', basename(file).replace(/\.[^.]*$/, ''));
  const workers = flags.workers ?? automaticWorkers();
  const here = localExecutor(out, workers);
  try {
    const probe = rememberedProbes(out, here.probe);
    const plan = planSweep(await readSweep(file), probe);
    say(describePlan(plan, where(flags, workers)));
    if (flags.emit) process.stdout.write(await emit(plan, { file, out }, flags.workers));
    else if (flags.dryRun) process.stdout.write(describeEstimate(await estimateSweep(plan, probe), workers));
    else await carryOut(plan, { file, out, here }, flags);
  } finally {
    await here.stop();
  }
}

function where({ redis, emit }: SweepFlags, workers: number): string {
  if (emit) return 'as an array job';
  return redis === undefined ? `on ${workers} workers` : 'through Redis';
}

async function emit(plan: SweepPlan, { file, out }: Omit<Place, 'here'>, tasks?: number): Promise<string> {
  const main = fileURLToPath(new URL('../main.js', import.meta.url));
  const { AELAB_DATA } = process.env;
  const data = AELAB_DATA === undefined ? undefined : resolve(AELAB_DATA);
  const array = await emitSlurm(plan, out, { command: [process.execPath, main], file, tasks, data });
  return `${array.runs} runs in ${array.tasks} tasks: ${array.submit}\nafterwards: ${array.gather}\n`;
}

async function executorFor({ redis }: SweepFlags, out: string, here: Executor): Promise<Executor> {
  return redis === undefined ? here : redisExecutor(redis, out, { onNote: onceEach(say) });
}

async function trackersFor({ tensorboard, mlflow }: SweepFlags, experiment: string): Promise<Tracker[]> {
  return [
    ...(tensorboard === undefined ? [] : [tensorboardTracker(tensorboard)]),
    ...(mlflow === undefined ? [] : [await mlflowTracker(mlflow, experiment)]),
  ];
}

function resumeCommand(file: string, out: string, { redis }: SweepFlags): string {
  return `aelab sweep ${file} --out ${out}${redis === undefined ? '' : ' --redis URL'}`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}

interface Place {
  readonly file: string;
  readonly out: string;
  /** What carries jobs out on this machine. */
  readonly here: Executor;
}

async function carryOut(plan: SweepPlan, { file, out, here }: Place, flags: SweepFlags): Promise<void> {
  const trackers = await trackersFor(flags, basename(out));
  const executor = await executorFor(flags, out, here);
  const progress = showSweep(plan.strategy.jobs);
  try {
    const results = await interruptible(resumeCommand(file, out, flags), (signal) =>
      runSweep(plan, out, executor, { signal, onEvent: progress.show }),
    );
    progress.stop();
    await trackResults(results, out, trackers);
    process.stdout.write(flags.json ? recordJson(results) : sweepSummary(results, out));
    assertNoneFailed(results);
  } finally {
    progress.stop();
    await executor.stop();
  }
}

function describePlan({ sweep, strategy }: SweepPlan, where: string): string {
  const most = sweep.goal || sweep.asha ? 'at most ' : '';
  return `plan: ${strategy.description}; ${most}${strategy.jobs} runs ${where}`;
}

function describeEstimate({ jobs, seconds, memory, probes }: Estimate, workers: number): string {
  return [
    `jobs: ${jobs}`,
    `time: about ${duration(seconds / workers)} on ${workers} workers (${duration(seconds)} of work, from ${probes} probed)`,
    `memory: ${Math.round(memory / 2 ** 20)} MiB per worker`,
    '',
  ].join('\n');
}

/** Lists the runs that failed, each with its cause. */
function assertNoneFailed({ runs }: SweepResults): void {
  const failed = runs.flatMap((run) => (run.state === 'failed' ? run : []));
  for (const { changes, cause } of failed)
    say(`failed: ${describeChanges(changes)}: ${cause.split('\n')[0]}`);
  if (failed.length > 0)
    throw new Error(`${failed.length} of ${runs.length} runs failed; the same command tries them again`);
}
