import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { writeWhole } from '../run/run-folder.js';
import { UsageError } from '../usage-error.js';
import { writeJobs } from './job-file.js';
import { finishedRecord, sweepFiles } from './sweep-folder.js';
import type { SweepJob } from './sweep-job.js';
import type { SweepPlan } from './sweep-plan.js';

export interface SlurmOptions {
  /** What starts the command line on the cluster's machines: a program and its first arguments. */
  readonly command: readonly string[];
  /** The file of the plan. */
  readonly file: string;
  /** Array tasks that share the runs; unless told one per run, as far as Slurm's usual limit goes. */
  readonly tasks?: number;
  /** Where data sets are kept, unless in the cache folder. */
  readonly data?: string;
}

export interface SlurmArray {
  readonly script: string;
  readonly runs: number;
  readonly tasks: number;
  /** The command that hands it to Slurm. */
  readonly submit: string;
  /** The command that puts the results together when the tasks are done. */
  readonly gather: string;
}

/** Slurm's `MaxArraySize` is 1001 unless a cluster says otherwise. */
const usualTasks = 1000;

/**
 * Writes a plan's unfinished runs as a Slurm array job into the sweep's folder: the script, and the runs in a file that
 * its tasks read.
 *
 * @throws UsageError if what to run follows from earlier runs, or all are finished
 */
export async function emitSlurm(plan: SweepPlan, out: string, options: SlurmOptions): Promise<SlurmArray> {
  if (plan.sweep.goal || plan.sweep.asha)
    throw new UsageError(
      'sweep: an array job knows its runs beforehand, and with goal or asha they follow from one another; use --redis, or one machine',
    );
  const jobs = await unfinishedJobs(plan, out);
  const gather = ['aelab', 'sweep', resolve(options.file), '--out', resolve(out)].map(quoted).join(' ');
  if (jobs.length === 0)
    throw new UsageError(`sweep: all runs are finished in ${out}; for their results: ${gather}`);
  const folder = resolve(out, sweepFiles.slurm);
  await mkdir(folder, { recursive: true });
  const file = join(folder, 'jobs.json');
  await writeJobs(file, jobs);
  const script = join(folder, 'array.sh');
  const tasks = Math.min(jobs.length, options.tasks ?? usualTasks);
  const array = { script, runs: jobs.length, tasks, submit: `sbatch ${quoted(script)}`, gather };
  await writeWhole(script, slurmScript(array, file, resolve(out), options));
  return array;
}

async function unfinishedJobs({ strategy, job }: SweepPlan, out: string): Promise<SweepJob[]> {
  const jobs = new Map<string, SweepJob>();
  for (const wish of strategy.wishes(() => undefined)) {
    const wanted = await job(wish);
    if (!(await finishedRecord(out, wanted.address))) jobs.set(wanted.address, wanted);
  }
  return [...jobs.values()];
}

function slurmScript(
  { script, runs, tasks, gather }: SlurmArray,
  jobs: string,
  out: string,
  { command, data }: SlurmOptions,
): string {
  const words = [...command, 'worker', '--jobs', jobs, '--out', out, ...(data ? ['--data', data] : [])];
  return `#!/bin/bash
# ${runs} runs in ${tasks} tasks. Submit it with what the cluster asks for, which outweighs the lines below:
#
#   sbatch --time=1:00:00 --mem=2G ${quoted(script)}
#
# Submitted again, whole or in part (--array=3), it repeats no finished run, and one that was cut short goes on from its
# checkpoint. When the tasks are done, results.json and runs.csv are written by
#
#   ${gather}
#
#SBATCH --job-name="${basename(out)}"
#SBATCH --array=0-${tasks - 1}
#SBATCH --cpus-per-task=1
#SBATCH --output="${join(out, sweepFiles.slurm).replaceAll('%', '%%')}/%A_%a.log"
#SBATCH --signal=B:INT@60
set -eu
export AELAB_THREADS="$SLURM_CPUS_PER_TASK" OMP_NUM_THREADS="$SLURM_CPUS_PER_TASK" TF_NUM_INTRAOP_THREADS="$SLURM_CPUS_PER_TASK"
exec ${words.map(quoted).join(' ')} --share "$SLURM_ARRAY_TASK_ID/${tasks}" --workers 1
`;
}

/** A word as the shell reads it back. */
function quoted(word: string): string {
  return /^[\w./:=@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
