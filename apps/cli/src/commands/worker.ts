import { automaticWorkers, describeChanges, serveRedis, type WorkerEvent } from '@aelab/experiments';
import { Command } from 'commander';
import { workerCount } from '../flag-values.js';
import { onceEach } from '../once-each.js';
import { interruptible } from '../on-interrupt.js';
import { describeOutcome } from '../show-sweep.js';

export function workerCommand(): Command {
  return new Command('worker')
    .description('carry out the runs of sweeps that are started elsewhere with --redis, until Ctrl-C')
    .requiredOption('--redis <url>', 'as in redis://user:password@host:6379; rediss:// for TLS')
    .requiredOption('--out <folder>', "the sweep's folder, shared with the other machines or not")
    .option('--data <folder>', 'where data sets are kept (default: the cache folder)')
    .option('--workers <n>', "runs at a time, or 'auto': as many as cores and memory allow", workerCount)
    .action(serve);
}

interface WorkerFlags {
  redis: string;
  out: string;
  data?: string;
  workers?: number;
}

async function serve({ redis, out, data, workers = automaticWorkers() }: WorkerFlags): Promise<void> {
  if (data !== undefined) process.env['AELAB_DATA'] = data;
  const note = onceEach(say);
  const onEvent = (event: WorkerEvent) => {
    if (event.kind === 'ready') say(`serving with ${workers} processes; Ctrl-C gives the runs at work back`);
    if (event.kind === 'note') note(event.note);
    if (event.kind === 'ended')
      say(`${describeChanges(event.job.changes)}: ${describeOutcome(event.outcome)}`);
  };
  await interruptible(`aelab worker --redis URL --out ${out}`, (signal) =>
    serveRedis(redis, out, { workers, signal, onEvent }),
  );
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
