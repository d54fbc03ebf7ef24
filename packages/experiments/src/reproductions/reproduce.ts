import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordJson, type JsonObject, type RunRecord } from '@aelab/viz';
import { describeEnvironment } from '../run/environment.js';
import { writeWhole } from '../run/run-folder.js';
import { localExecutor, workerPool } from '../sweep/local-executor.js';
import { numericsVersion } from '../sweep/numerics-version.js';
import { rememberedProbes } from '../sweep/probes.js';
import type { ProcessPool } from '../sweep/process-pool.js';
import type { SweepRun } from '../sweep/results.js';
import { runSweep, type SweepEvent } from '../sweep/run-sweep.js';
import { finishedRecord } from '../sweep/sweep-folder.js';
import { planSweep, type SweepPlan } from '../sweep/sweep-plan.js';
import { UsageError } from '../usage-error.js';
import { judgeClaims } from './judge-claims.js';
import { readKnownResults, runsKnown } from './known-results.js';
import { measureRun } from './measure-runs.js';
import { drawPictures } from './pictures/draw-pictures.js';
import type { Reproduction } from './reproduction.js';
import { resultsJson, type ReproductionResults, type RunResult, type Scale } from './results.js';
import { readRunsFile, type RunGroup } from './runs-file.js';

export interface ReproduceSettings {
  readonly scale: Scale;
  /** Of every group that does not say fewer; the file's number unless told. */
  readonly seeds?: number;
  readonly workers: number;
  /** The names of those groups of runs that are carried out; all unless told. */
  readonly only?: readonly string[];
}

/** A reproduction at one scale, ready to be carried out: each group of runs with its plan. */
export interface ReproductionPlan {
  readonly reproduction: Reproduction;
  readonly settings: ReproduceSettings;
  readonly seeds: number;
  readonly out: string;
  readonly groups: readonly PlannedGroup[];
  readonly missing: Readonly<Record<string, string>>;
}

export interface PlannedGroup extends RunGroup {
  readonly out: string;
  readonly plan: SweepPlan;
}

/** What a reproduction tells while it works. */
export type ReproductionEvent =
  | SweepEvent
  | { readonly kind: 'group'; readonly name: string; readonly runs: number }
  | { readonly kind: 'missing'; readonly group: string; readonly why: string }
  | { readonly kind: 'measuring'; readonly group: string; readonly run: number; readonly runs: number };

export interface ReproduceOptions {
  readonly signal?: AbortSignal;
  /** `results.json` of an earlier reproduction, perhaps on another machine: groups that it has whole are taken from it. */
  readonly known?: string;
  readonly onEvent?: (event: ReproductionEvent) => void;
}

/** The file of a reproduction's folder that holds all that its page says. */
export const resultsFile = 'results.json';

/**
 * Plans a reproduction in a folder; nothing is written yet.
 *
 * @param out - each scale has a folder of its own in it
 * @throws UsageError if the runs' file states a config that cannot be carried out, or has no group of an asked name
 */
export async function planReproduction(
  reproduction: Reproduction,
  folder: string,
  settings: ReproduceSettings,
): Promise<ReproductionPlan> {
  const { scale, seeds: asked, workers, only = [] } = settings;
  const out = join(folder, scale);
  const { seeds, groups, missing } = await readRunsFile(reproduction.runs, scale, asked);
  const names = groups.map(({ name }) => name);
  const stranger = only.find((name) => !names.includes(name));
  if (stranger !== undefined)
    throw new UsageError(`groups: ${stranger} is not one of ${names.join(', ')} of ${reproduction.name}`);
  return {
    ...{ reproduction, settings, seeds, out, missing },
    groups: groups.map((group) => {
      const groupOut = join(out, group.name);
      const { probe } = localExecutor(groupOut, workers);
      return { ...group, out: groupOut, plan: planSweep(group.sweep, rememberedProbes(groupOut, probe)) };
    }),
  };
}

/**
 * Carries a reproduction out: group by group its runs, then what is measured of them; finished runs and measurements
 * are taken from the folder, and groups whose data are not here or that nobody asked for are left out. Writes
 * `results.json` when all is there.
 *
 * @throws the signal's reason if it is aborted; the same call then goes on
 * @throws Error if a run failed, after all others are done
 */
export async function reproduce(
  plan: ReproductionPlan,
  options: ReproduceOptions = {},
): Promise<ReproductionResults> {
  const { out, groups, settings } = plan;
  await mkdir(out, { recursive: true });
  const known = options.known === undefined ? undefined : await readKnownResults(options.known);
  const runs: RunResult[] = [];
  const missing: Record<string, string> = { ...plan.missing };
  for (const group of groups) {
    const lacking = await dataLacking(group);
    const knownRuns = lacking === undefined && known ? await runsKnown(group, known) : undefined;
    if (knownRuns) runs.push(...knownRuns);
    else if (lacking !== undefined) {
      options.onEvent?.({ kind: 'missing', group: group.name, why: lacking });
      missing[group.name] = 'its data set was not here (aelab datasets fetch)';
    } else if (settings.only?.includes(group.name) === false)
      missing[group.name] = 'it was not asked for (--groups)';
    else runs.push(...(await reproduceGroup(group, settings.workers, options)));
  }
  const facts = await knownFacts(plan);
  const pictures = await drawPictures(plan.reproduction.pictures, runs, { out, known: known?.folder });
  const results = resultsOf(plan, { runs, missing, facts, pictures });
  await writeWhole(join(out, resultsFile), resultsJson(results));
  return results;
}

/**
 * Why the images of a group cannot be read, if so.
 *
 * @throws UsageError if one of its configs is wrong
 */
async function dataLacking({ plan }: PlannedGroup): Promise<string | undefined> {
  try {
    for (const wish of plan.strategy.wishes(() => undefined)) await plan.job(wish);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return (error as Error).message;
  }
}

async function reproduceGroup(
  group: PlannedGroup,
  workers: number,
  options: ReproduceOptions,
): Promise<RunResult[]> {
  options.onEvent?.({ kind: 'group', name: group.name, runs: group.plan.strategy.jobs });
  const { runs } = await runSweep(group.plan, group.out, localExecutor(group.out, workers), options);
  const failed = runs.find((run) => run.state === 'failed');
  if (failed)
    throw new Error(`${group.name}: a run failed: ${failed.cause}; the same command tries it again`);
  return measureGroup(group, runs, workers, options);
}

/** Measures the runs, as many at a time as there are workers. */
async function measureGroup(
  group: PlannedGroup,
  runs: readonly SweepRun[],
  workers: number,
  { signal, onEvent }: ReproduceOptions,
): Promise<RunResult[]> {
  const pool = workerPool(workers, new URL('./measure-worker.js', import.meta.url));
  const measured = new Array<RunResult>(runs.length);
  const places = runs.keys();
  const work = async () => {
    for (const place of places) {
      signal?.throwIfAborted();
      onEvent?.({ kind: 'measuring', group: group.name, run: place + 1, runs: runs.length });
      measured[place] = await measuredRun(pool, group, runs[place]);
    }
  };
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    pool.stop();
  }
  return measured;
}

async function measuredRun(pool: ProcessPool, group: PlannedGroup, run: SweepRun): Promise<RunResult> {
  const { address, changes } = run;
  const record = await finishedRecord(group.out, address);
  if (!record) throw new Error(`${group.name}: the run ${address} is not in its folder any more`);
  const measured = await measureRun(pool, group.out, address, group.measure);
  const others = Object.fromEntries(Object.entries(changes).filter(([path]) => path !== 'seed'));
  return { group: group.name, seed: record.seed, changes: others, address, ...keptOf(record), ...measured };
}

/** What `results.json` keeps of a record: no config, no checksums, no class blocks. */
function keptOf({ backend, data, model, training, test, baselines }: RunRecord) {
  const { parameters, latentShape, dimensionReduction } = model;
  const { mse, rmse, mae, psnr, ssim } = test;
  return {
    backend: backend.name,
    data: { name: data.name, train: data.train, test: data.test },
    model: { parameters, latentShape, dimensionReduction },
    training,
    test: { mse, rmse, mae, psnr, ...(ssim !== undefined && { ssim }) },
    baselines,
  };
}

async function knownFacts({ reproduction, out, settings }: ReproductionPlan): Promise<JsonObject> {
  const file = join(out, 'facts.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text !== undefined) return JSON.parse(text) as JsonObject;
  const facts = recordJson(await reproduction.facts(settings.scale));
  await writeWhole(file, facts);
  return JSON.parse(facts) as JsonObject;
}

function resultsOf(
  { reproduction, settings, seeds, groups }: ReproductionPlan,
  measured: Pick<ReproductionResults, 'runs' | 'missing' | 'facts' | 'pictures'>,
): ReproductionResults {
  const { date, ...environment } = describeEnvironment();
  return {
    schemaVersion: 1,
    ...{ name: reproduction.name, scale: settings.scale, seeds, date, numericsVersion, environment },
    trainingSeconds: Math.round(
      measured.runs.reduce((sum, { training }) => sum + Number(training.seconds), 0),
    ),
    ...(settings.scale === 'quick' && {
      cuts: Object.fromEntries(groups.map(({ name, cuts }) => [name, cuts])),
    }),
    ...measured,
    claims: judgeClaims(reproduction.claims, measured.runs),
  };
}
