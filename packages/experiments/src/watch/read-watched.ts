import { readFile, readdir, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  differingSettings,
  liveRun,
  liveSweep,
  verdict,
  type LiveTraining,
  type RunError,
  type RunRecord,
} from '@aelab/viz';
import { isLocked, readRunConfig, readRunRecord, runFiles } from '../run/run-folder.js';
import { readProgress } from '../run/run-progress.js';
import { readSamples } from '../run/training-samples.js';
import { describeChanges } from '../sweep/expand-sweep.js';
import type { SweepResults } from '../sweep/results.js';
import { sweepFiles } from '../sweep/sweep-folder.js';
import { UsageError } from '../usage-error.js';

/** What the live page of a folder shows now. */
export interface Watched {
  readonly title: string;
  readonly content: string;
}

/** @throws UsageError if the folder is neither that of a run nor of a sweep */
export async function readWatched(folder: string): Promise<Watched> {
  const title = basename(resolve(folder));
  const names: string[] = await readdir(folder).catch(() => []);
  if (names.includes(runFiles.config)) return { title, content: await watchedRun(folder, title) };
  if ([sweepFiles.runs, sweepFiles.unfinished, sweepFiles.results].some((name) => names.includes(name)))
    return { title, content: await watchedSweep(folder) };
  throw new UsageError(`watch: ${folder} holds neither a run nor a sweep; name the folder of one`);
}

async function watchedRun(folder: string, name: string): Promise<string> {
  const config = await readRunConfig(folder);
  const samples = await readSamples(folder);
  const shared = { name, lossName: config.training.loss, ...(samples && { samples }) };
  const record = await readRunRecord(folder).catch(() => undefined);
  if (record) return liveRun({ ...shared, ...ended(record), state: 'finished', verdict: verdict(record) });
  const state = (await isLocked(folder)) ? 'running' : 'interrupted';
  return liveRun({ ...shared, ...(await training(folder)), state });
}

function ended({ training: { loss, validationLoss } }: RunRecord) {
  return { share: 1, loss, validationLoss };
}

async function training(folder: string): Promise<Omit<LiveTraining, 'name'>> {
  return (await readProgress(folder)) ?? { share: 0, loss: [], validationLoss: [] };
}

async function watchedSweep(folder: string): Promise<string> {
  const results = await readResults(folder);
  const finished = await readdir(join(folder, sweepFiles.runs)).catch(() => []);
  return liveSweep({
    state: (await isLocked(folder)) ? 'running' : 'finished',
    finished: finished.length,
    failed: results?.runs.filter(({ state }) => state === 'failed').length ?? 0,
    trainings: await trainingsAtWork(folder),
    errors: results?.runs.flatMap(runError) ?? [],
  });
}

async function readResults(folder: string): Promise<SweepResults | undefined> {
  const text = await readFile(join(folder, sweepFiles.results), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as SweepResults);
}

function runError(run: SweepResults['runs'][number]): RunError[] {
  if (run.state !== 'finished') return [];
  const { 'test.mse': mse, 'baselines.pca.mse': pca } = run.figures;
  return mse === undefined ? [] : [{ name: describeChanges(run.changes), mse, pca }];
}

/** Attempts that told of themselves in the last minute, by what sets them apart. */
async function trainingsAtWork(folder: string): Promise<LiveTraining[]> {
  const attempts = await recentAttempts(join(folder, sweepFiles.unfinished));
  const configs = await Promise.all(attempts.map((attempt) => readRunConfig(attempt)));
  const differing = [...differingSettings(configs)];
  return Promise.all(
    attempts.map(async (attempt, i) => ({
      name: describeChanges({
        ...Object.fromEntries(differing.map(([path, values]) => [path, values[i]] as const)),
        seed: configs[i].seed,
      }),
      ...(await training(attempt)),
    })),
  );
}

const recentMilliseconds = 60_000;

async function recentAttempts(folder: string): Promise<string[]> {
  const addresses = await readdir(folder).catch(() => []);
  const attempts = await Promise.all(
    addresses.map(async (address) =>
      (await readdir(join(folder, address)).catch(() => [])).map((name) => join(folder, address, name)),
    ),
  );
  const recent = await Promise.all(
    attempts.flat().map(async (attempt) => {
      const told = await stat(join(attempt, runFiles.progress)).catch(() => undefined);
      return told && Date.now() - told.mtimeMs < recentMilliseconds ? [attempt] : [];
    }),
  );
  return recent.flat();
}
