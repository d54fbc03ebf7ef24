import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { warp } from '@aelab/datasets';
import { encodeNpy } from '@aelab/images';
import {
  decode,
  encode,
  finishAutoencoder,
  saveAutoencoder,
  trainAutoencoder,
  type FitResult,
} from '@aelab/models';
import { recordJson, type RunRecord } from '@aelab/viz';
import { configToYaml, type Config } from '../config.js';
import { oneOf } from '../corruptions.js';
import { UsageError } from '../usage-error.js';
import { measureDenoising } from './measure-denoising.js';
import { measureRun } from './measure-run.js';
import { prepareRun, type PreparedRun } from './prepare-run.js';
import { readCheckpoint, removeCheckpoint, writeCheckpoint, type RunCheckpoint } from './run-checkpoint.js';
import type { RunOptions } from './run-events.js';
import {
  createRunFolder,
  readRunConfig,
  readRunRecord,
  runFiles,
  withLock,
  writeWhole,
} from './run-folder.js';
import { progressWriter, removeProgress } from './run-progress.js';
import { sampleWriter } from './training-samples.js';
import { writeReport } from './write-report.js';

/**
 * Carries a run out in a new folder: loads the data, trains, evaluates the test images once, and writes the record, the
 * model, the reconstructions and the report. Nothing is left behind if it fails before there is anything to resume.
 *
 * @throws UsageError if the config cannot be carried out as it stands, or the folder exists
 * @throws the signal's reason if it is aborted
 */
export async function startRun(config: Config, folder: string, options: RunOptions = {}): Promise<RunRecord> {
  const prepared = await prepareRun(config, undefined, options);
  await createRunFolder(folder);
  try {
    await writeWhole(join(folder, runFiles.config), configToYaml(config));
    return await withLock(folder, () => carryOut(prepared, undefined, folder, options));
  } catch (error) {
    if (!(await readCheckpoint(folder))) await rm(folder, { recursive: true });
    throw error;
  }
}

/**
 * Goes on with the run in a folder, on the backend that it began on; the weights are those of an uninterrupted run,
 * byte for byte. The record of a finished run is given back as it is.
 *
 * @param expected - the config that the run must have, if one was stated again
 * @throws UsageError if the folder holds no run, or one with another config
 */
export async function resumeRun(
  folder: string,
  expected: Config | undefined,
  options: RunOptions = {},
): Promise<RunRecord> {
  const config = await readRunConfig(folder);
  if (expected && configToYaml(expected) !== configToYaml(config))
    throw new UsageError(
      `resume: the run in ${folder} has another config than the one given; give none, or choose another folder`,
    );
  const finished = await readRunRecord(folder).catch(() => undefined);
  if (finished) return finished;
  return withLock(folder, async () => {
    const checkpoint = await readCheckpoint(folder);
    return carryOut(await prepareRun(config, checkpoint?.backend, options), checkpoint, folder, options);
  });
}

async function carryOut(
  prepared: PreparedRun,
  checkpoint: RunCheckpoint | undefined,
  folder: string,
  options: RunOptions,
): Promise<RunRecord> {
  const { config, data } = prepared;
  const result = await train(prepared, checkpoint, folder, options);
  if (result.stopped === 'aborted') throw options.signal?.reason;
  const model = await finishAutoencoder(prepared.model);
  await saveAutoencoder(model, join(folder, runFiles.model));
  options.onEvent?.({ stage: 'evaluation', what: 'reconstructing the test images' });
  const latents = await encode(model, data.test.images);
  const reconstructions = await decode(model, latents);
  const { corruptions } = config.training;
  const denoising = await measureDenoising(model, data.test.images, corruptions, config.seed);
  options.onEvent?.({ stage: 'evaluation', what: 'measuring, and fitting PCA' });
  const record = measureRun({ ...prepared, model }, result, { latents, reconstructions, denoising });
  await writeWhole(join(folder, runFiles.reconstructions), encodeNpy(reconstructions));
  if (data.subset) await writeWhole(join(folder, runFiles.subset), JSON.stringify(data.subset));
  await writeReport(folder, record, data.test, reconstructions);
  await writeWhole(join(folder, runFiles.record), recordJson(record));
  await removeCheckpoint(folder);
  await removeProgress(folder);
  return record;
}

async function train(
  { config, data, model, backend }: PreparedRun,
  checkpoint: RunCheckpoint | undefined,
  folder: string,
  { signal, onEvent }: RunOptions,
): Promise<FitResult> {
  const { corruptions, augmentation, ...training } = config.training;
  const progress = progressWriter(folder, checkpoint);
  const sample = sampleWriter(folder, model, data.validation ?? data.train);
  const result = await trainAutoencoder(model, data.train.images, {
    ...training,
    ...(corruptions.length > 0 && { corrupt: oneOf(corruptions) }),
    ...(augmentation && { augment: (images, seed) => warp(images, augmentation, seed) }),
    validation: data.validation?.images,
    seed: config.seed,
    checkpoint,
    signal,
    onStep: (reached) => {
      progress.onStep(reached);
      onEvent?.({ stage: 'training', ...reached });
    },
    onCheckpoint: async (reached) => {
      await writeCheckpoint(folder, { ...reached, backend });
      progress.onCheckpoint(reached);
      if (reached.step === 0) await sample(reached.epoch);
    },
  });
  await progress.settled();
  return result;
}
