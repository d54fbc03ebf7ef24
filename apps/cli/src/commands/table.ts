import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newFolder, recordTables, UsageError, writeWhole } from '@aelab/experiments';
import { csv, latex, markdown, type Table } from '@aelab/viz';
import { Command, Option } from 'commander';
import { names } from '../flag-values.js';

const formats = { csv, markdown, latex } as const;

export function tableCommand(): Command {
  return new Command('table')
    .description('the figures of any record as tables: CSV with all their digits, Markdown, or LaTeX')
    .argument('<record>', 'a run.json, evaluation.json or results.json, or the folder of one')
    .option('--only <titles>', 'some of the tables, by their titles, as in Figures,test.perClass', names)
    .addOption(
      new Option('--format <name>', 'a CSV file holds one table')
        .choices(Object.keys(formats))
        .default('markdown'),
    )
    .option('-o, --out <path>', 'a file; for several CSV tables, a new folder with a file for each')
    .action(printTables);
}

interface TableFlags {
  only?: string[];
  format: keyof typeof formats;
  out?: string;
}

async function printTables(record: string, { only, format, out }: TableFlags): Promise<void> {
  const tables = chosen(await recordTables(record), only);
  const isFolder = format === 'csv' && tables.length > 1;
  const text = tables.map(formats[format]).join('\n');
  if (out === undefined && isFolder)
    throw new UsageError(
      `table: a CSV file holds one table, and these are ${tables.length}; name one with --only (${titles(tables)}), or a folder with --out`,
    );
  if (out === undefined) process.stdout.write(text);
  else if (isFolder) await writeFolder(tables, out);
  else await writeWhole(out, text);
  if (out !== undefined) process.stdout.write(`${out}\n`);
}

function chosen(tables: Table[], only: readonly string[] | undefined): Table[] {
  if (!only) return tables;
  return only.map((title) => {
    const table = tables.find((table) => table.title === title);
    if (!table) throw new UsageError(`table: the record has no table ${title}; it has ${titles(tables)}`);
    return table;
  });
}

function titles(tables: readonly Table[]): string {
  return tables.map(({ title }) => title).join(', ');
}

async function writeFolder(tables: readonly Table[], folder: string): Promise<void> {
  await newFolder(folder, 'out', async (draft) => {
    for (const table of tables)
      await writeFile(join(draft, `${table.title.replace(/[^\w.]+/g, '-')}.csv`), csv(table));
  });
}
