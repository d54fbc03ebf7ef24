import type { Job } from 'bullmq';
import type { RunRecord } from '@aelab/viz';
import type { Outcome, SweepJob } from '../sweep-job.js';

/** What travels through Redis to a worker. */
export interface QueuedJob {
  readonly job: SweepJob;
  /** The driver that asks for it. */
  readonly driver: string;
}

/** What travels back: the record too, for a driver that shares no folder with the worker. */
export interface QueuedResult {
  readonly outcome: Outcome;
  readonly record?: RunRecord;
}

export type RunJob = Job<QueuedJob, QueuedResult>;

/** The reason with which a job fails whose driver has withdrawn it. */
export const cancelledReason = 'cancelled by its driver';

/** Jobs of one version have a queue of their own, so that no worker of another version can ever take them. */
export function queueName(version: string): string {
  return version.replaceAll(/[^A-Za-z0-9.]+/g, '-');
}

/** One job per run, or per run and rung, however many drivers ask for it. */
export function queuedId({ address, until }: SweepJob): string {
  return until === undefined ? address : `${address}-${until}`;
}

const rungPriority = 1_000_000;

/** What successive halving promoted comes first: whole runs, then later rungs before earlier ones. */
export function priority({ until }: SweepJob): number {
  return until === undefined ? 0 : Math.max(1, rungPriority - until);
}
