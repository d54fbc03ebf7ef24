import { compareRuns } from '@aelab/experiments';
import { Command } from 'commander';

export function compareCommand(): Command {
  return new Command('compare')
    .description('one report across finished runs: their errors, losses and classes over each other')
    .argument('<runs...>', 'the folders of two runs or more')
    .option('--out <file>', 'the page', 'comparison.html')
    .action(async (folders: string[], { out }: { out: string }) => {
      await compareRuns(folders, out);
      process.stdout.write(`${out}\n`);
    });
}
