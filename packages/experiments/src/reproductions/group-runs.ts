import type { RunRecord } from '@aelab/viz';
import { localExecutor, workerPool } from '../sweep/local-executor.js';
import type { ProcessPool } from '../sweep/process-pool.js';
import { runSweep } from '../sweep/run-sweep.js';
import { finishedRecord } from '../sweep/sweep-folder.js';
import type { SweepJob } from '../sweep/sweep-job.js';
import type { SweepPlan } from '../sweep/sweep-plan.js';
import { measureRun } from './measure-runs.js';
import type { PlannedGroup, ReproduceOptions } from './reproduce.js';
import type { RunResult } from './results.js';

export interface GroupWish {
  /** Runs that need not be carried out, of this group and others. */
  readonly known?: readonly RunResult[];
  /** Whether runs that are neither known nor finished are carried out. */
  readonly isAsked: boolean;
  readonly workers: number;
}

type Job = Pick<SweepJob, 'address' | 'changes'>;

/**
 * The runs of a group with what is measured of them, in the order of the jobs.
 *
 * @throws the signal's reason if it is aborted; the same call then goes on
 * @throws Error if a run failed, after all others are done
 */
export async function groupRuns(
  group: PlannedGroup,
  jobs: readonly SweepJob[],
  { known = [], isAsked, workers }: GroupWish,
  options: ReproduceOptions,
): Promise<RunResult[]> {
  const whole = known.filter((run) => run.group === group.name && isMeasured(run, group));
  const results = new Map(whole.map((run) => [run.address, run]));
  const left = jobs.filter(({ address }) => !results.has(address));
  if (isAsked) await carryOut(group, left, workers, options);
  const finished = isAsked ? left : await finishedOf(group, left);
  for (const run of await measureRuns(group, finished, workers, options)) results.set(run.address, run);
  return jobs.flatMap(({ address }) => results.get(address) ?? []);
}

function isMeasured(run: RunResult, { measure }: PlannedGroup): boolean {
  return measure.every(({ name }) => name in run);
}

async function carryOut(
  { name, out, plan }: PlannedGroup,
  jobs: readonly SweepJob[],
  workers: number,
  options: ReproduceOptions,
): Promise<void> {
  if (jobs.length === 0) return;
  options.onEvent?.({ kind: 'group', name, runs: jobs.length });
  const { runs } = await runSweep(restricted(plan, jobs), out, localExecutor(out, workers), options);
  const failed = runs.find((run) => run.state === 'failed');
  if (failed) throw new Error(`${name}: a run failed: ${failed.cause}; the same command tries it again`);
}

function restricted(plan: SweepPlan, jobs: readonly SweepJob[]): SweepPlan {
  return { ...plan, strategy: { ...plan.strategy, wishes: () => jobs, jobs: jobs.length } };
}

async function finishedOf({ out }: PlannedGroup, jobs: readonly SweepJob[]): Promise<SweepJob[]> {
  const records = await Promise.all(jobs.map(({ address }) => finishedRecord(out, address)));
  return jobs.filter((_, i) => records[i]);
}

/** As many at a time as there are workers. */
async function measureRuns(
  group: PlannedGroup,
  runs: readonly Job[],
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

async function measuredRun(pool: ProcessPool, group: PlannedGroup, run: Job): Promise<RunResult> {
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
