import { localExecutor } from '../sweep/local-executor.js';
import { estimateSweep } from '../sweep/estimate.js';
import { rememberedProbes } from '../sweep/probes.js';
import type { ReproductionPlan } from './reproduce.js';

/** What a group's runs will take on one worker, training and evaluation; measurements come on top. */
export interface GroupEstimate {
  readonly name: string;
  readonly runs: number;
  readonly seconds: number;
}

/** Estimates each group that was asked for, from a probe of its first run and one of its last. */
export async function estimateReproduction({ groups, settings }: ReproductionPlan): Promise<GroupEstimate[]> {
  const estimates: GroupEstimate[] = [];
  const asked = groups.filter(({ name }) => settings.only?.includes(name) ?? true);
  for (const { name, out, plan } of asked) {
    const { probe, stop } = localExecutor(out, settings.workers);
    try {
      const { jobs, seconds } = await estimateSweep(plan, rememberedProbes(out, probe), 2);
      estimates.push({ name, runs: jobs, seconds });
    } finally {
      await stop();
    }
  }
  return estimates;
}
