import { mkdir, open, readFile, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeNpy, imagesFromNpy, type ImageBatch } from '@aelab/images';
import type { RunRecord } from '@aelab/viz';
import { parseConfig, parseYaml, type Config } from '../config.js';
import { UsageError } from '../usage-error.js';

/** The files of a run's folder. */
export const runFiles = {
  config: 'config.yaml',
  record: 'run.json',
  report: 'report.html',
  model: 'model',
  reconstructions: 'reconstructions.npy',
  subset: 'subset.json',
  latents: 'latents.npy',
  latentsFile: 'latents.ael',
  embedding: 'embedding.json',
  sheets: 'sheets.json',
  /** Where `aelab codec-bench` puts what it measured. */
  codecBench: join('codec', 'codec-bench.json'),
  checkpoint: 'checkpoint.bin',
  progress: 'progress.json',
  samples: 'samples.json',
  lock: 'running.lock',
} as const;

/**
 * Makes the folder of a new run.
 *
 * @throws UsageError if it exists and is not empty
 * @throws Error if it cannot be made
 */
export async function createRunFolder(folder: string): Promise<void> {
  const existing = await stat(folder).catch(() => undefined);
  if (existing && !(await removedIfEmpty(folder)))
    throw new UsageError(
      `out: ${folder} already exists; choose another folder, or add --resume to continue the run in it`,
    );
  try {
    await mkdir(dirname(folder), { recursive: true });
    await mkdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`out: ${folder} cannot be made (${code}); choose a place that may be written`, {
      cause: error,
    });
  }
}

async function removedIfEmpty(folder: string): Promise<boolean> {
  return rmdir(folder).then(
    () => true,
    () => false,
  );
}

/** Writes a file under a temporary name and renames it when it is whole and on disk. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.partial`;
  const handle = await open(temporary, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/**
 * Runs `work` while holding the folder's lock, so that no two processes write one run.
 *
 * @throws UsageError if another living process holds it
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = join(folder, runFiles.lock);
  await takeLock(lock);
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/** Whether a living process of this machine works in the folder. */
export async function isLocked(folder: string): Promise<boolean> {
  return isAlive(await holderOf(join(folder, runFiles.lock)));
}

/** The number of the process that holds a lock; 0 for none. */
async function holderOf(lock: string): Promise<number> {
  return Number(await readFile(lock, 'utf8').catch(() => ''));
}

async function takeLock(lock: string): Promise<void> {
  const holder = await holderOf(lock);
  if (isAlive(holder))
    throw new UsageError(
      `out: process ${holder} is working in ${dirname(lock)}; wait for it, or choose another folder`,
    );
  await rm(lock, { force: true });
  await writeFile(lock, String(process.pid), { flag: 'wx' });
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** @throws UsageError if the folder holds no finished run */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const bytes = await readRunFile(folder, runFiles.record, 'a finished run');
  return JSON.parse(bytes.toString()) as RunRecord;
}

/** @throws UsageError if the folder holds no finished run */
export async function readReconstructions(folder: string): Promise<ImageBatch> {
  const bytes = await readRunFile(folder, runFiles.reconstructions, 'a finished run');
  return imagesFromNpy(decodeNpy(bytes), [0, 1]);
}

/** @throws UsageError if the folder holds no run */
export async function readRunConfig(folder: string): Promise<Config> {
  const bytes = await readRunFile(folder, runFiles.config, 'a run');
  return parseConfig(parseYaml(bytes.toString(), join(folder, runFiles.config)));
}

async function readRunFile(folder: string, name: string, what: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, name));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UsageError(`${join(folder, name)} cannot be read (${code}); name the folder of ${what}`);
  }
}
