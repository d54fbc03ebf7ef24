import { join } from 'node:path';
import {
  automaticWorkers,
  estimateReproduction,
  planReproduction,
  reproduce,
  reproductions,
  UsageError,
  writePages,
  type Reproduction,
  type ReproductionPlan,
  type ReproductionResults,
  type Scale,
} from '@aelab/experiments';
import { Command, Option } from 'commander';
import { duration } from '../duration.js';
import { number, workerCount } from '../flag-values.js';
import { interruptible } from '../on-interrupt.js';
import { showReproduction } from '../show-reproduction.js';

export function reproduceCommand(): Command {
  return new Command('reproduce')
    .description('run a source document again and judge each of its claims')
    .argument('<name>', `${Object.keys(reproductions).join(', ')}, or all; the same command resumes`)
    .addOption(new Option('--quick', 'subsets and few epochs (default)').conflicts('full'))
    .option('--full', 'the data in full; prints its estimate first')
    .option('--seeds <n>', 'seeds of each run; claims are decided from 3 on', number)
    .option('--out <folder>', 'where runs go', 'reproductions')
    .option('--pages <folder>', 'where pages and results.json go (default: OUT/pages)')
    .option('--data <folder>', 'where data sets are kept (default: the cache folder)')
    .option('--workers <n>', "processes, or 'auto': as many as cores and memory allow", workerCount)
    .option('--groups <names>', 'carry out these groups of runs only; of the others take what is finished')
    .option('--known <file>', 'results.json of another machine: the runs that it has are not repeated')
    .option('--dry-run', 'print the plan and its estimated time only')
    .action(reproduceNamed);
}

interface ReproduceFlags {
  full?: true;
  seeds?: number;
  out: string;
  pages?: string;
  data?: string;
  workers?: number;
  groups?: string;
  known?: string;
  dryRun?: true;
}

async function reproduceNamed(name: string, flags: ReproduceFlags): Promise<void> {
  const chosen = reproductionsNamed(name);
  const { seeds, data, out, workers = automaticWorkers() } = flags;
  if (seeds !== undefined && !(Number.isInteger(seeds) && seeds >= 1))
    throw new UsageError(`seeds: ${seeds}; it must be a whole number of at least 1`);
  if (data !== undefined) process.env['AELAB_DATA'] = data;
  const only = flags.groups?.split(',');
  const scale: Scale = flags.full ? 'full' : 'quick';
  const plans = await Promise.all(
    chosen.map((one) => planReproduction(one, join(out, one.name), { scale, seeds, workers, only })),
  );
  plans.forEach((plan) => say(describePlan(plan)));
  if (flags.dryRun || flags.full) await sayEstimate(plans, workers);
  if (!flags.dryRun) await carryOut(plans, flags, resumeCommand(name, flags));
}

function reproductionsNamed(name: string): Reproduction[] {
  if (name === 'all') return Object.values(reproductions).filter((one) => one.name !== 'table');
  if (Object.hasOwn(reproductions, name)) return [reproductions[name]];
  throw new UsageError(`reproduce: ${name} is not one of ${Object.keys(reproductions).join(', ')}, all`);
}

async function carryOut(
  plans: readonly ReproductionPlan[],
  { out, pages = join(out, 'pages'), known }: ReproduceFlags,
  resume: string,
): Promise<void> {
  const runs = plans.flatMap(({ groups }) => groups).reduce((sum, { plan }) => sum + plan.strategy.jobs, 0);
  const progress = showReproduction(runs);
  try {
    for (const plan of plans) {
      progress.begin(plan.reproduction.name);
      const results = await interruptible(resume, (signal) =>
        reproduce(plan, { signal, known, onEvent: progress.show }),
      );
      const page = await writePages(plan.reproduction, plan.out, pages);
      process.stdout.write(`${describeResults(results)}; ${page}\n`);
    }
  } finally {
    progress.stop();
  }
}

function resumeCommand(name: string, flags: ReproduceFlags): string {
  const { full, seeds, out, pages, groups, known } = flags;
  const stated = [
    full ? '--full' : '--quick',
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
    `--out ${out}`,
    ...(pages === undefined ? [] : [`--pages ${pages}`]),
    ...(groups === undefined ? [] : [`--groups ${groups}`]),
    ...(known === undefined ? [] : [`--known ${known}`]),
  ];
  return `aelab reproduce ${name} ${stated.join(' ')}`;
}

function describePlan({ reproduction, settings, groups, missing }: ReproductionPlan): string {
  const runs = groups.map(({ name, plan }) => `${name} ${plan.strategy.jobs}`).join(', ');
  const skipped = Object.entries(missing).map(([group, why]) => `; without ${group}: ${why}`);
  return `plan: ${reproduction.name} (${settings.scale}), runs: ${runs}${skipped.join('')}`;
}

async function sayEstimate(plans: readonly ReproductionPlan[], workers: number): Promise<void> {
  let total = 0;
  for (const plan of plans)
    for (const { name, runs, seconds } of await estimateReproduction(plan)) {
      say(`${plan.reproduction.name} ${name}: ${runs} runs, at most ${duration(seconds)} of work`);
      total += seconds;
    }
  say(`about ${duration(total / workers)} at most on ${workers} workers, and what is measured of the runs`);
}

function describeResults({ name, claims }: ReproductionResults): string {
  const count = (word: string) => claims.filter(({ verdict }) => verdict === word).length;
  return `${name}: ${count('holds')} hold, ${count('fails')} fail, ${count('undecidable')} undecidable`;
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
