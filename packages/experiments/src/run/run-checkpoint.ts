import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointFromBytes, checkpointToBytes, type Checkpoint, type SelectedBackend } from '@aelab/models';
import { runFiles, writeWhole } from './run-folder.js';

/** A training checkpoint that also knows its backend, which a resumed run keeps. */
export interface RunCheckpoint extends Checkpoint {
  readonly backend: SelectedBackend;
}

/** The checkpoint of an unfinished run, if it came to one. */
export async function readCheckpoint(folder: string): Promise<RunCheckpoint | undefined> {
  const bytes = await readFile(join(folder, runFiles.checkpoint)).catch(() => undefined);
  return bytes && (checkpointFromBytes(bytes) as RunCheckpoint);
}

export async function writeCheckpoint(folder: string, checkpoint: RunCheckpoint): Promise<void> {
  await writeWhole(join(folder, runFiles.checkpoint), checkpointToBytes(checkpoint));
}

export async function removeCheckpoint(folder: string): Promise<void> {
  await rm(join(folder, runFiles.checkpoint), { force: true });
}
