import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../run/run-folder.js';
import { describeChanges } from '../sweep/expand-sweep.js';
import { tensorboardEvents, type ScalarEvent } from './tf-events.js';
import { timesOf, trackedScalars } from './tracked-scalars.js';
import type { TrackedRun, Tracker } from './tracker.js';

/** Writes an event file for each run, in a folder of its own below `folder`: `tensorboard --logdir FOLDER`. */
export function tensorboardTracker(folder: string): Tracker {
  return {
    async log(run) {
      const runFolder = join(folder, folderName(run));
      await mkdir(runFolder, { recursive: true });
      const date = Math.round(timesOf(run).ended);
      await writeWhole(
        join(runFolder, `events.out.tfevents.${date}.aelab`),
        tensorboardEvents(eventsOf(run)),
      );
    },
  };
}

/** Readable, and one per run. */
function folderName({ changes, address }: TrackedRun): string {
  const readable = describeChanges(changes).replaceAll(/[^A-Za-z0-9=.,_-]+/g, '_');
  return `${readable.slice(0, 80)}-${address.slice(0, 8)}`;
}

/** The epochs are spread evenly over the time that training took. */
function eventsOf(run: TrackedRun): ScalarEvent[] {
  const { begun, ended } = timesOf(run);
  const epochs = Math.max(1, run.record.training.epochs);
  const wallTime = (step: number) => begun + ((ended - begun) * step) / epochs;
  return trackedScalars(run).map(({ name, step, value }) => ({
    ...{ tag: name, step, value },
    wallTime: wallTime(step),
  }));
}
