import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordJson, type JsonObject } from '@aelab/viz';
import { writeWhole } from '../run/run-folder.js';
import { canonicalJson } from '../sweep/content-address.js';
import type { ProcessPool } from '../sweep/process-pool.js';
import { runFolder } from '../sweep/sweep-folder.js';
import { measurementsVersion } from './measurements/version.js';
import type { MeasurementTask } from './runs-file.js';

/** One measurement of one run, as a worker process is given it. */
export interface MeasureTask {
  readonly kind: 'measure';
  readonly folder: string;
  readonly measurement: MeasurementTask;
}

/** The measurements of a finished run by their names, taken from the group's folder where they were made before. */
export async function measureRun(
  pool: ProcessPool,
  out: string,
  address: string,
  tasks: readonly MeasurementTask[],
): Promise<JsonObject> {
  const measured: Record<string, JsonObject> = {};
  for (const task of tasks) {
    const file = join(out, 'measured', `${address}.${task.name}.${keyOf(task)}.json`);
    measured[task.name] = (await known(file)) ?? (await keep(file, await perform(pool, out, address, task)));
  }
  return measured;
}

function perform(pool: ProcessPool, out: string, address: string, measurement: MeasurementTask) {
  const task: MeasureTask = { kind: 'measure', folder: runFolder(out, address), measurement };
  return pool.run(task) as Promise<JsonObject>;
}

async function known(file: string): Promise<JsonObject | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as JsonObject);
}

async function keep(file: string, figures: JsonObject): Promise<JsonObject> {
  const text = recordJson(figures);
  await mkdir(join(file, '..'), { recursive: true });
  await writeWhole(file, text);
  return JSON.parse(text) as JsonObject;
}

/** A measurement with other settings, or of another version, is another one. */
function keyOf({ settings }: MeasurementTask): string {
  return createHash('sha256')
    .update(canonicalJson([measurementsVersion, settings]))
    .digest('hex')
    .slice(0, 8);
}
