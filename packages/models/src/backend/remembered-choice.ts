import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { dirname, join } from 'node:path';
import { version_core } from '@tensorflow/tfjs-core';
import { cacheFolder } from './cache-folder.js';
import type { Candidate } from './backends.js';

export interface Choice extends Candidate {
  readonly why: string;
}

/** The answer that {@link remember} kept for this question on this machine, if there is one. */
export async function recall(question: string): Promise<Choice | undefined> {
  return (await readChoices())[key(question)];
}

/** Keeps the answer in the user's cache folder; where that cannot be written, the next run measures again. */
export async function remember(question: string, choice: Choice): Promise<void> {
  const choices = { ...(await readChoices()), [key(question)]: choice };
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
  return join(cacheFolder(), 'backends.json');
}

/** Whatever could change the answer. */
function key(question: string): string {
  const machine = [platform(), arch(), cpus()[0]?.model, availableParallelism(), process.versions.v8];
  return createHash('sha256')
    .update(JSON.stringify([question, machine, version_core]))
    .digest('hex')
    .slice(0, 32);
}
