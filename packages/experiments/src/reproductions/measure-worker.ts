import { serveTasks } from '../sweep/serve-tasks.js';
import type { MeasureTask } from './measure-runs.js';
import { measure } from './measurements/index.js';
import { openMeasuredRun } from './measurements/measured-run.js';

/** The run that was measured last; its measurements follow each other. */
let open: { readonly folder: string; readonly run: ReturnType<typeof openMeasuredRun> } | undefined;

serveTasks(async (task) => {
  const { folder, measurement } = task as MeasureTask;
  if (open?.folder !== folder) {
    (await open?.run.catch(() => undefined))?.model.autoencoder.dispose();
    open = { folder, run: openMeasuredRun(folder) };
  }
  return (await measure(measurement.name, await open.run, measurement.settings)) ?? {};
});
