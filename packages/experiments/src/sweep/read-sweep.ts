import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parseYaml } from '../config.js';
import { UsageError } from '../usage-error.js';
import { parseSweep, type Sweep } from './sweep-schema.js';

/**
 * The sweep that a YAML file states; its `base` may be the name of a config file, relative to it.
 *
 * @throws UsageError if a file cannot be read, or states no sweep
 */
export async function readSweep(file: string): Promise<Sweep> {
  const stated = await readYaml(file);
  const { base } = stated;
  if (typeof base !== 'string') return parseSweep(stated);
  return parseSweep({ ...stated, base: await readYaml(resolve(dirname(file), base)) });
}

async function readYaml(file: string): Promise<Record<string, unknown>> {
  try {
    return parseYaml(await readFile(file, 'utf8'), file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UsageError(`sweep: ${file} cannot be read (${code}); name a YAML file`);
  }
}
