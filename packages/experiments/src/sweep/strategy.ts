import { UsageError } from '../usage-error.js';
import { expandSweep, seedsOf, type Changes } from './expand-sweep.js';
import { searchSmallest, type Answer, type Goal, type SearchSpace } from './smallest-search.js';
import { halvingWishes, rungs } from './successive-halving.js';
import type { Sweep } from './sweep-schema.js';
import type { OutcomeOf, Wish } from './sweep-job.js';

/** How a sweep decides what to run. */
export interface Strategy {
  /** The runs wanted, given the outcomes so far: the most urgent first, those that are done among them. */
  readonly wishes: (outcomeOf: OutcomeOf) => readonly Wish[];
  /** One line for the plan. */
  readonly description: string;
  /** At most so many jobs. */
  readonly jobs: number;
  /** The mean share of a whole training that a job does. */
  readonly trainingShare: number;
  /** What a search has found for each combination of the axes, once it has. */
  readonly answers: (outcomeOf: OutcomeOf) => readonly SearchAnswer[];
}

export type SearchAnswer = { readonly changes: Changes; readonly field: string } & Answer;

/** @throws UsageError if a combination is not a valid config, or successive halving could not compare the runs */
export function strategyOf(sweep: Sweep): Strategy {
  if (sweep.goal) return searching(sweep);
  return sweep.asha ? halving(sweep, sweep.asha) : everything(sweep);
}

function everything(sweep: Sweep): Strategy {
  const wishes = expandSweep(sweep).map(({ changes }) => ({ changes }));
  return {
    wishes: () => wishes,
    description: describeFactors(sweep),
    jobs: wishes.length,
    trainingShare: 1,
    answers: () => [],
  };
}

function halving(sweep: Sweep, asha: NonNullable<Sweep['asha']>): Strategy {
  const variants = expandSweep(sweep);
  const candidates = variants.map(({ changes }) => changes);
  const [{ config }] = variants;
  const maxEpochs = config.training.epochs;
  if (!variants.every((variant) => variant.config.training.epochs === maxEpochs))
    throw new UsageError('sweep: asha compares runs of equal length; leave training.epochs out of the axes');
  if (!variants.every((variant) => variant.config.training.validation > 0))
    throw new UsageError('sweep: asha compares validation losses; set training.validation, as in 0.1');
  const pauses = rungs(asha, maxEpochs);
  const arrivals = [...pauses, maxEpochs].map((_, k) =>
    Math.max(1, Math.floor(candidates.length / asha.eta ** k)),
  );
  const jobs = arrivals.reduce((sum, n) => sum + n);
  const epochs = arrivals.map((n, k) => n * ((pauses[k] ?? maxEpochs) - (pauses[k - 1] ?? 0)));
  return {
    wishes: (outcomeOf) => halvingWishes(candidates, asha, maxEpochs, outcomeOf),
    description: `${describeFactors(sweep)}; one in ${asha.eta} goes on after epochs ${pauses.join(', ')}, to ${maxEpochs} at most`,
    jobs,
    trainingShare: epochs.reduce((sum, n) => sum + n) / (jobs * maxEpochs),
    answers: () => [],
  };
}

function searching(sweep: Sweep): Strategy {
  const goal = goalOf(sweep);
  const spaces = searchSpaces(sweep);
  const search = (outcomeOf: OutcomeOf) => spaces.map((space) => searchSmallest(space, goal, outcomeOf));
  const [{ field, bounds, seeds }] = spaces;
  const halvings = 1 + Math.ceil(Math.log2(bounds[1] - bounds[0] + 1));
  return {
    wishes: (outcomeOf) => search(outcomeOf).flatMap(({ wishes }) => wishes),
    description: `the smallest ${field} from ${bounds.join(' to ')} with ${goal.figure} ${goal.comparison} ${goal.bound}, for ${spaces.length} combination${spaces.length > 1 ? 's' : ''} and ${seeds.length} seed${seeds.length > 1 ? 's' : ''}`,
    jobs: spaces.length * (halvings + 2 * seeds.length),
    trainingShare: 1,
    answers: (outcomeOf) =>
      search(outcomeOf).flatMap(({ answer }, i) =>
        answer ? [{ changes: spaces[i].changes, field, ...answer }] : [],
      ),
  };
}

function searchSpaces(sweep: Sweep): SearchSpace[] {
  const [[field, bounds]] = Object.entries(sweep.smallest ?? { 'model.latentDim': [1, 256] as const });
  const combinations = expandSweep({ ...sweep, seeds: undefined });
  return combinations.map(({ changes }) => ({ changes, field, bounds, seeds: seedsOf(sweep) }));
}

function goalOf({ goal = {} }: Sweep): Goal {
  const [[figure, text]] = Object.entries(goal);
  const [comparison, bound] = text.trim().split(/(?<==)\s*/);
  return { figure, comparison: comparison as Goal['comparison'], bound: Number(bound) };
}

/** As in `model.latentDim × 4, seed × 3`. */
function describeFactors(sweep: Sweep): string {
  const factors = [
    ...Object.entries(sweep.axes).map(([path, values]) => `${path} × ${values.length}`),
    ...(sweep.list ? [`list × ${sweep.list.length}`] : []),
    ...(sweep.random ? [`random × ${sweep.random.runs}`] : []),
    ...(sweep.seeds === undefined ? [] : [`seed × ${seedsOf(sweep).length}`]),
  ];
  return factors.join(', ') || 'one run';
}
