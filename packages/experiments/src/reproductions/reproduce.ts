import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordJson, type JsonObject } from '@aelab/viz';
import { describeEnvironment } from '../run/environment.js';
import { writeWhole } from '../run/run-folder.js';
import { localExecutor } from '../sweep/local-executor.js';
import { numericsVersion } from '../sweep/numerics-version.js';
import { rememberedProbes } from '../sweep/probes.js';
import type { SweepEvent } from '../sweep/run-sweep.js';
import type { SweepJob } from '../sweep/sweep-job.js';
import { planSweep, type SweepPlan } from '../sweep/sweep-plan.js';
import { UsageError } from '../usage-error.js';
import { groupRuns } from './group-runs.js';
import { judgeClaims } from './judge-claims.js';
import { readKnownResults } from './known-results.js';
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
  /** `results.json` of an earlier reproduction, perhaps on another machine: the runs that it has are taken from it. */
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
 * are taken from the folder and from `known`. Groups whose data are not here are left out; of those that nobody asked for
 * there is what is finished. Writes `results.json` at the end.
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
    const jobs = await plannedJobs(group);
    if ('lacking' in jobs) {
      options.onEvent?.({ kind: 'missing', group: group.name, why: jobs.lacking });
      missing[group.name] = 'its data set was not here (aelab datasets fetch)';
      continue;
    }
    const isAsked = settings.only?.includes(group.name) ?? true;
    const found = await groupRuns(
      group,
      jobs,
      { known: known?.runs, isAsked, workers: settings.workers },
      options,
    );
    if (found.length < jobs.length) missing[group.name] = 'it was not asked for (--groups)';
    runs.push(...found);
  }
  const facts = await knownFacts(plan);
  const pictures = await drawPictures(plan.reproduction.pictures, runs, { out, known: known?.folder });
  const results = resultsOf(plan, { runs, missing, facts, pictures });
  await writeWhole(join(out, resultsFile), resultsJson(results));
  return results;
}

/**
 * The jobs of a group, or why its images cannot be read.
 *
 * @throws UsageError if one of its configs is wrong
 */
async function plannedJobs({ plan }: PlannedGroup): Promise<SweepJob[] | { lacking: string }> {
  try {
    return await Promise.all(plan.strategy.wishes(() => undefined).map(plan.job));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return { lacking: (error as Error).message };
  }
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
