import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import { writeWhole } from '../run/run-folder.js';
import { canonicalJson } from './content-address.js';
import type { Probe } from './probe-run.js';
import { sweepFiles } from './sweep-folder.js';

/**
 * Measurements of what runs cost, remembered in the sweep's folder: a budget in seconds then means the same epochs after
 * an interruption, and the plan shown is the plan carried out.
 */
export function rememberedProbes(out: string, measure: (config: Config) => Promise<Probe>) {
  const file = join(out, sweepFiles.probes);
  let turn: Promise<unknown> = Promise.resolve();
  const probe = async (config: Config): Promise<Probe> => {
    const probes = await readProbes(file);
    const key = costKey(config);
    const known = probes[key];
    if (known) return known;
    const measured = await measure(config);
    await mkdir(out, { recursive: true });
    await writeWhole(file, `${JSON.stringify({ ...probes, [key]: measured }, undefined, 2)}\n`);
    return measured;
  };
  /** One after the other: a probe beside another one would measure half a machine. */
  return (config: Config): Promise<Probe> => {
    const next = turn.then(() => probe(config));
    turn = next.catch(() => undefined);
    return next;
  };
}

async function readProbes(file: string): Promise<Partial<Record<string, Probe>>> {
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return JSON.parse(text) as Partial<Record<string, Probe>>;
}

/** Whatever the cost of a step or of the evaluation depends on. */
function costKey({ training, ...config }: Config): string {
  const { optimizer, loss, batchSize, validation } = training;
  return canonicalJson({ ...config, seed: 0, training: { optimizer, loss, batchSize, validation } });
}
