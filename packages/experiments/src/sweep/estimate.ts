import { availableParallelism } from 'node:os';
import type { Config } from '../config.js';
import { availableMemory, usualMemory } from './process-pool.js';
import type { Probe } from './probe-run.js';
import type { SweepPlan } from './sweep-plan.js';

/** What a sweep will cost at most, as far as a few probes can tell. */
export interface Estimate {
  readonly jobs: number;
  /** Of all jobs, on one worker. */
  readonly seconds: number;
  /** Bytes of a worker. */
  readonly memory: number;
  readonly probes: number;
}

/** Probes up to `most` runs of the plan, evenly spread, and takes each run to cost what the nearest probe does. */
export async function estimateSweep(
  { strategy, job }: SweepPlan,
  probe: (config: Config) => Promise<Probe>,
  most = 3,
): Promise<Estimate> {
  const wishes = strategy.wishes(() => undefined);
  const places = spread(wishes.length, most);
  const probes: Probe[] = [];
  for (const place of places) probes.push(await probe((await job(wishes[place])).config));
  const configs = await Promise.all(wishes.map(async (wish) => (await job(wish)).config));
  const costs = configs.map(({ training }, i) => {
    const { images, imagesPerSecond, otherSeconds } = probes[nearest(places, i)];
    return otherSeconds + (strategy.trainingShare * training.epochs * images) / imagesPerSecond;
  });
  return {
    jobs: strategy.jobs,
    seconds: (strategy.jobs * costs.reduce((sum, cost) => sum + cost)) / costs.length,
    memory: Math.max(...probes.map(({ memory }) => memory)),
    probes: probes.length,
  };
}

/** As many workers as there are cores, and memory for. */
export function automaticWorkers(memory = usualMemory): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor((0.8 * availableMemory()) / memory)));
}

/** Up to `most` places among n, first and last included. */
function spread(n: number, most: number): number[] {
  const count = Math.min(n, most);
  return Array.from({ length: count }, (_, i) => Math.round((i * (n - 1)) / Math.max(1, count - 1)));
}

function nearest(places: readonly number[], i: number): number {
  const distances = places.map((place) => Math.abs(place - i));
  return distances.indexOf(Math.min(...distances));
}
