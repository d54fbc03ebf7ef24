import { watchFolder } from '@aelab/experiments';
import { Command } from 'commander';
import { number } from '../flag-values.js';
import { interruptible } from '../on-interrupt.js';

export function watchCommand(): Command {
  return new Command('watch')
    .description('the live page of a run or a sweep, at work or finished, for this machine alone')
    .argument('<folder>', "the run's or the sweep's folder")
    .option('--port <n>', 'where to listen; any that is free, unless told', number)
    .action(watch);
}

async function watch(folder: string, { port }: { port?: number }): Promise<void> {
  const onListen = (address: string) => {
    process.stdout.write(`${address}\n`);
    process.stderr.write('Ctrl-C ends it\n');
  };
  await interruptible(`aelab watch ${folder}`, (signal) => watchFolder(folder, { port, signal, onListen }));
}
