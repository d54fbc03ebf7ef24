import { mkdir } from 'node:fs/promises';
import { withLock } from '../run/run-folder.js';
import { outcomeOfRecord } from './carry-out-job.js';
import { canonicalJson } from './content-address.js';
import type { Executor } from './local-executor.js';
import { numericsVersion } from './numerics-version.js';
import type { RunProgress } from './progress.js';
import { sweepRuns, writeResults, type SweepResults } from './results.js';
import { finishedRecord } from './sweep-folder.js';
import type { Outcome, OutcomeOf, SweepJob, Wish } from './sweep-job.js';
import type { SweepPlan } from './sweep-plan.js';

/** What a sweep tells while it works. */
export type SweepEvent =
  | { readonly kind: 'progress'; readonly job: SweepJob; readonly progress: RunProgress }
  | {
      readonly kind: 'ended';
      readonly job: SweepJob;
      readonly outcome: Outcome;
      /** Whether an earlier sweep in this folder had finished it. */
      readonly known: boolean;
      readonly seconds: number;
    };

export interface SweepOptions {
  /** Stops the sweep at a point from which the same call goes on. */
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: SweepEvent) => void;
}

interface Ended {
  readonly job: SweepJob;
  readonly outcome: Outcome;
}

/** A sweep at work. */
interface Sweeping {
  readonly plan: SweepPlan;
  readonly out: string;
  readonly executor: Executor;
  readonly options: SweepOptions;
  readonly ended: Map<string, Ended>;
  readonly running: Map<string, Promise<void>>;
  /** Jobs handed over, by what they do: two wishes may come to the same run. */
  readonly handedOver: Map<string, Promise<Outcome>>;
}

/**
 * Carries a plan out in a folder: finished runs are taken from it, unfinished ones go on from their checkpoints, and
 * one that fails never stops the others. `results.json` and `runs.csv` are kept up to date, and hold every run once.
 *
 * @throws UsageError if another process is working in the folder
 * @throws the signal's reason if it is aborted
 */
export async function runSweep(
  plan: SweepPlan,
  out: string,
  executor: Executor,
  options: SweepOptions = {},
): Promise<SweepResults> {
  const sweeping = {
    ...{ plan, out, executor, options },
    ...{ ended: new Map(), running: new Map(), handedOver: new Map() },
  };
  await mkdir(out, { recursive: true });
  return withLock(out, () => carryOut(sweeping));
}

async function carryOut(sweeping: Sweeping): Promise<SweepResults> {
  const { executor, out, running, options } = sweeping;
  const stop = () => void executor.stop();
  options.signal?.addEventListener('abort', stop);
  try {
    await workThrough(sweeping);
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await executor.stop();
    await Promise.allSettled(running.values());
    await writeResults(out, resultsOf(sweeping));
  }
  options.signal?.throwIfAborted();
  return resultsOf(sweeping);
}

const millisecondsBetweenWrites = 10_000;

async function workThrough(sweeping: Sweeping): Promise<void> {
  const { out, running } = sweeping;
  let written = performance.now();
  for (beginWished(sweeping); running.size > 0; beginWished(sweeping)) {
    await Promise.race(running.values());
    if (performance.now() - written < millisecondsBetweenWrites) continue;
    await writeResults(out, resultsOf(sweeping));
    written = performance.now();
  }
}

/** Hands over as many wishes as the executor takes, most urgent first. */
function beginWished(sweeping: Sweeping): void {
  const { plan, executor, options, ended, running } = sweeping;
  if (options.signal?.aborted) return;
  for (const wish of plan.strategy.wishes(outcomeIn(sweeping))) {
    if (running.size >= executor.width) return;
    const key = wishKey(wish);
    if (!ended.has(key) && !running.has(key)) running.set(key, grant(wish, key, sweeping));
  }
}

async function grant(wish: Wish, key: string, sweeping: Sweeping): Promise<void> {
  const end = await doWish(wish, sweeping);
  if (end) sweeping.ended.set(key, end);
  sweeping.running.delete(key);
}

/** What a wish led to; nothing if it was stopped. */
async function doWish(wish: Wish, sweeping: Sweeping): Promise<Ended | undefined> {
  const { plan, out, options } = sweeping;
  const job = await plan.job(wish);
  const started = performance.now();
  const tellEnd = (outcome: Outcome, known: boolean) => {
    const seconds = (performance.now() - started) / 1000;
    options.onEvent?.({ kind: 'ended', job, outcome, known, seconds });
    return { job, outcome };
  };
  const record = await finishedRecord(out, job.address);
  if (record) return tellEnd(outcomeOfRecord(record, job.until), true);
  try {
    return tellEnd(await handOver(job, sweeping), false);
  } catch (error) {
    const { name, message } = error as Error;
    return name === 'AbortError' ? undefined : tellEnd({ state: 'failed', cause: message }, false);
  }
}

function handOver(job: SweepJob, { executor, options, handedOver }: Sweeping): Promise<Outcome> {
  const key = `${job.address} ${job.until}`;
  const progress = (progress: RunProgress) => options.onEvent?.({ kind: 'progress', job, progress });
  const outcome = handedOver.get(key) ?? executor.run(job, progress);
  handedOver.set(key, outcome);
  return outcome;
}

function outcomeIn({ ended }: Sweeping): OutcomeOf {
  return (wish) => ended.get(wishKey(wish))?.outcome;
}

function resultsOf(sweeping: Sweeping): SweepResults {
  const { plan } = sweeping;
  return {
    schemaVersion: 1,
    numericsVersion,
    sweep: plan.sweep,
    runs: sweepRuns(inPlannedOrder(sweeping)),
    answers: plan.strategy.answers(outcomeIn(sweeping)),
  };
}

/** What has ended, in the order of the plan, whoever came first. */
function inPlannedOrder(sweeping: Sweeping): Ended[] {
  const wished = sweeping.plan.strategy.wishes(outcomeIn(sweeping)).map(wishKey);
  const keys = new Set([...wished, ...sweeping.ended.keys()]);
  return [...keys].flatMap((key) => sweeping.ended.get(key) ?? []);
}

const keys = new WeakMap<Wish, string>();

function wishKey(wish: Wish): string {
  const key = keys.get(wish) ?? canonicalJson([wish.changes, wish.until ?? null]);
  keys.set(wish, key);
  return key;
}
