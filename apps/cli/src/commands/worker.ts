import {
  automaticWorkers,
  carryOutShare,
  describeChanges,
  localExecutor,
  serveRedis,
  UsageError,
  type Outcome,
  type Share,
  type SweepJob,
  type WorkerEvent,
} from '@aelab/experiments';
import { Command } from 'commander';
import { share, workerCount } from '../flag-values.js';
import { onceEach } from '../once-each.js';
import { interruptible } from '../on-interrupt.js';
import { describeOutcome } from '../show-sweep.js';

export function workerCommand(): Command {
  return new Command('worker')
    .description(
      'carry out the runs of sweeps that are planned elsewhere: of --redis until Ctrl-C, or of --jobs',
    )
    .option('--redis <url>', 'as in redis://user:password@host:6379; rediss:// for TLS')
    .option('--jobs <file>', 'runs that aelab sweep --emit has written')
    .option('--share <i/n>', 'of the runs in the file every nth from place i, counted from 0', share)
    .requiredOption('--out <folder>', "the sweep's folder, shared with the other machines or not")
    .option('--data <folder>', 'where data sets are kept (default: the cache folder)')
    .option('--workers <n>', "runs at a time, or 'auto': as many as cores and memory allow", workerCount)
    .action(work);
}

interface WorkerFlags {
  redis?: string;
  jobs?: string;
  share?: Share;
  out: string;
  data?: string;
  workers?: number;
}

async function work({
  redis,
  jobs,
  data,
  workers = automaticWorkers(),
  ...flags
}: WorkerFlags): Promise<void> {
  if (data !== undefined) process.env['AELAB_DATA'] = data;
  if (redis !== undefined && jobs === undefined) await serve(redis, flags.out, workers);
  else if (jobs !== undefined && redis === undefined) await carryOut(jobs, flags, workers);
  else throw new UsageError('worker: the runs come from --redis or from --jobs; give one of them');
}

async function serve(redis: string, out: string, workers: number): Promise<void> {
  const note = onceEach(say);
  const onEvent = (event: WorkerEvent) => {
    if (event.kind === 'ready') say(`serving with ${workers} processes; Ctrl-C gives the runs at work back`);
    if (event.kind === 'note') note(event.note);
    if (event.kind === 'ended') sayEnd(event.job, event.outcome);
  };
  await interruptible(`aelab worker --redis URL --out ${out}`, (signal) =>
    serveRedis(redis, out, { workers, signal, onEvent }),
  );
}

async function carryOut(
  file: string,
  { out, share = { place: 0, of: 1 } }: Pick<WorkerFlags, 'out' | 'share'>,
  workers: number,
): Promise<void> {
  const executor = localExecutor(out, workers);
  const { jobs, failed } = await interruptible('the same command', (signal) =>
    carryOutShare(file, out, executor, { share, signal, onEnd: sayEnd }),
  ).finally(executor.stop);
  if (failed > 0) throw new Error(`${failed} of ${jobs} runs failed; the same command tries them again`);
}

function sayEnd({ changes }: SweepJob, outcome: Outcome): void {
  say(`${describeChanges(changes)}: ${describeOutcome(outcome)}`);
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
