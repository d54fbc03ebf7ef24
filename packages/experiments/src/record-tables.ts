import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runTables, tablesOf, type RunRecord, type Table } from '@aelab/viz';
import { runFiles } from './run/run-folder.js';
import { sweepFiles } from './sweep/sweep-folder.js';
import { UsageError } from './usage-error.js';

const names = [runFiles.record, 'evaluation.json', sweepFiles.results];
const known = names.join(', ').replace(/, ([^,]*)$/, ' or $1');
const newest = 1;

/**
 * All figures of a record as tables: of a run first those that its report shows, then every figure by its path and
 * every list of the record that is not empty.
 *
 * @param path - a `run.json`, `evaluation.json` or `results.json`, or a folder that holds one
 * @throws UsageError if there is no record, or one of a later schema version
 */
export async function recordTables(path: string): Promise<Table[]> {
  const record = await readRecord(await recordFile(path));
  const isRun = 'baselines' in record && 'training' in record;
  const tables = [...(isRun ? runTables(record as RunRecord) : []), ...tablesOf(record)];
  return tables.filter(({ rows }) => rows.length > 0);
}

async function recordFile(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => cannotBeRead(path, error));
  if (!found.isDirectory()) return path;
  const files = await readdir(path);
  const name = names.find((name) => files.includes(name));
  if (name === undefined) throw new UsageError(`table: the folder ${path} holds no ${known}; name another`);
  return join(path, name);
}

async function readRecord(file: string): Promise<object> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => cannotBeRead(file, error));
  const record = parsed(text, file);
  if (typeof record !== 'object' || record === null || !('schemaVersion' in record))
    throw new UsageError(`table: ${file} is no record, since it has no schemaVersion; name a ${known}`);
  if (record.schemaVersion !== newest)
    throw new UsageError(
      `table: ${file} has the schema version ${JSON.stringify(record.schemaVersion)}; this aelab reads version ${newest} (use the aelab that wrote it)`,
    );
  return record;
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`table: ${file} is not JSON (${(error as Error).message}); name a ${known}`);
  }
}

function cannotBeRead(path: string, error: unknown): never {
  const { code } = error as NodeJS.ErrnoException;
  throw new UsageError(`table: ${path} cannot be read (${code}); name a ${known}, or the folder of one`);
}
