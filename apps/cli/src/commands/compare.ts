import { compareRuns } from '@aelab/experiments';
import { markdown } from '@aelab/viz';
import { Command } from 'commander';

export function compareCommand(): Command {
  return new Command('compare')
    .description('one report across finished runs: their errors, losses and classes over each other')
    .argument('<runs...>', 'the folders of two runs or more')
    .option('--out <file>', 'the page', 'comparison.html')
    .option('--group-by <field>', 'put runs together that share a setting, as in model.latentDim')
    .option('--xlsx <file>', 'write a row for each run, its settings and figures, as an Excel file')
    .action(compare);
}

interface CompareFlags {
  out: string;
  groupBy?: string;
  xlsx?: string;
}

async function compare(folders: string[], { out, ...options }: CompareFlags): Promise<void> {
  const groups = await compareRuns(folders, out, options);
  for (const table of groups) process.stdout.write(`${markdown(table)}\n`);
  for (const file of [out, options.xlsx]) if (file !== undefined) process.stdout.write(`${file}\n`);
}
