import { reportRun } from '@aelab/experiments';
import { Command } from 'commander';

export function reportCommand(): Command {
  return new Command('report')
    .description("write a finished run's report.html again")
    .argument('<run>', "the run's folder")
    .action(async (folder: string) => {
      process.stdout.write(`${await reportRun(folder)}\n`);
    });
}
