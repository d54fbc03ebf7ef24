import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, homedir, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { version_core } from '@tensorflow/tfjs-core';
import type { BackendName } from './backends.js';
import { backendNames } from './backends.js';

export interface Choice {
  readonly name: BackendName;
  readonly why: string;
}

/** The answer that {@link remember} kept for this model on this machine, if there is one. */
export async function recall(model: string): Promise<Choice | undefined> {
  const choice = (await readChoices())[key(model)];
  return choice && backendNames.includes(choice.name) ? choice : undefined;
}

/** Keeps the answer in the user's cache folder; where that cannot be written, the next run measures again. */
export async function remember(model: string, choice: Choice): Promise<void> {
  const choices = { ...(await readChoices()), [key(model)]: choice };
  const draft = `${cacheFile()}.${process.pid}`;
  try {
    await mkdir(dirname(draft), { recursive: true });
    await writeFile(draft, JSON.stringify(choices, undefined, 1));
    await rename(draft, cacheFile());
  } catch {
    // A cache only saves time.
  }
}

async function readChoices(): Promise<Partial<Record<string, Choice>>> {
  try {
    return JSON.parse(await readFile(cacheFile(), 'utf8')) as Partial<Record<string, Choice>>;
  } catch {
    return {};
  }
}

function cacheFile(): string {
  const caches = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return join(process.env['AELAB_CACHE'] ?? join(caches, 'aelab'), 'backends.json');
}

/** Whatever could change the answer. */
function key(model: string): string {
  const machine = [platform(), arch(), cpus()[0]?.model, availableParallelism(), process.versions.v8];
  return createHash('sha256')
    .update(JSON.stringify([model, machine, version_core]))
    .digest('hex')
    .slice(0, 32);
}
