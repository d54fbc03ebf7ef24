import type { ImageShape } from '@aelab/models';
import type { Config } from '../config.js';
import { loadData } from '../run/load-data.js';
import { withBudget } from './budget.js';
import { canonicalJson, contentAddress } from './content-address.js';
import { variant } from './expand-sweep.js';
import type { Probe } from './probe-run.js';
import type { Sweep } from './sweep-schema.js';
import type { SweepJob, Wish } from './sweep-job.js';
import { strategyOf, type Strategy } from './strategy.js';

/** What a sweep will do, and the exact jobs that its wishes stand for. */
export interface SweepPlan {
  readonly sweep: Sweep;
  readonly strategy: Strategy;
  readonly job: (wish: Wish) => Promise<SweepJob>;
}

/**
 * The plan of a sweep. Each data set that its runs name is read once, for its checksums.
 *
 * @param probe - measures what a run of a config costs, where a budget in seconds has to know
 * @throws UsageError if a combination is not a valid config, or the budget cannot be kept
 */
export function planSweep(sweep: Sweep, probe: (config: Config) => Promise<Probe>): SweepPlan {
  const facts = once(({ dataset, subset }: Config) => canonicalJson([dataset, subset]), dataFacts);
  const questions = {
    speed: probe,
    imageShape: async (config: Config) => (await facts(config)).imageShape,
  };
  const planned = once(
    ({ changes }: Wish) => canonicalJson(changes),
    async ({ changes }: Wish) => {
      const config = await withBudget(variant(sweep, changes).config, sweep.budget, questions);
      return { address: contentAddress(config, (await facts(config)).checksums), changes, config };
    },
  );
  return {
    sweep,
    strategy: strategyOf(sweep),
    job: async (wish) => ({ ...(await planned(wish)), ...wish }),
  };
}

async function dataFacts(config: Config) {
  const { train, test } = await loadData(config);
  return {
    checksums: { ...train.provenance.checksums, ...test.provenance.checksums },
    imageShape: test.images.shape.slice(1) as unknown as ImageShape,
  };
}

/** The function, its answers remembered by key. */
function once<Argument, Answer>(
  key: (argument: Argument) => string,
  answer: (argument: Argument) => Promise<Answer>,
): (argument: Argument) => Promise<Answer> {
  const answers = new Map<string, Promise<Answer>>();
  return (argument) => {
    const name = key(argument);
    const known = answers.get(name) ?? answer(argument);
    answers.set(name, known);
    return known;
  };
}
