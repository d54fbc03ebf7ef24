import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint, Progress } from '@aelab/models';
import { recordJson, type Figure } from '@aelab/viz';
import { runFiles } from './run-folder.js';

/** `progress.json`: how far the training in a folder has come. It is gone when the run is finished. */
export interface TrainingProgress {
  readonly epochs: number;
  /** Share of the training done, in [0, 1]. */
  readonly share: number;
  /** Mean training loss of the epoch so far. */
  readonly epochLoss: Figure;
  readonly imagesPerSecond: Figure;
  readonly secondsLeft: Figure;
  /** Of each epoch that is over. */
  readonly loss: readonly Figure[];
  readonly validationLoss: readonly Figure[];
}

type History = Pick<Checkpoint, 'loss' | 'validationLoss'>;

const millisecondsBetweenWrites = 500;

/** Keeps `progress.json` up to date for those who watch, without making training wait. */
export function progressWriter(folder: string, begun: History = { loss: [], validationLoss: [] }) {
  const file = join(folder, runFiles.progress);
  let { loss, validationLoss } = begun;
  let writing: Promise<void> | undefined;
  let written = -Infinity;
  const write = async (progress: Progress) => {
    await writeFile(`${file}.partial`, recordJson(trainingProgress(progress, { loss, validationLoss })));
    await rename(`${file}.partial`, file);
  };
  return {
    onStep(progress: Progress): void {
      if (writing || performance.now() - written < millisecondsBetweenWrites) return;
      written = performance.now();
      // Nobody's figures depend on the file: a disk that is full fails where a checkpoint is written.
      writing = write(progress).catch(() => undefined);
      void writing.then(() => (writing = undefined));
    },
    onCheckpoint(reached: History): void {
      ({ loss, validationLoss } = reached);
    },
    settled: async () => writing,
  };
}

function trainingProgress({ epoch, epochs, step, steps, ...progress }: Progress, history: History) {
  const { loss: epochLoss, imagesPerSecond, secondsLeft } = progress;
  const share = (epoch + step / steps) / epochs;
  return { epochs, share, epochLoss, imagesPerSecond, secondsLeft, ...history } satisfies TrainingProgress;
}

export async function readProgress(folder: string): Promise<TrainingProgress | undefined> {
  const text = await readFile(join(folder, runFiles.progress), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as TrainingProgress);
}

export async function removeProgress(folder: string): Promise<void> {
  await rm(join(folder, runFiles.progress), { force: true });
}
