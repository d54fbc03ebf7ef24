import type { Figure } from '@aelab/viz';
import type { Changes } from './expand-sweep.js';
import type { OutcomeOf, Wish } from './sweep-job.js';

/** A figure's bound, as `test.mse: <= 0.01` states it. */
export interface Goal {
  readonly figure: string;
  readonly comparison: '<=' | '>=';
  readonly bound: number;
}

/** What is to be searched: a field between bounds, all else as in `changes`, over some seeds. */
export interface SearchSpace {
  readonly changes: Changes;
  readonly field: string;
  readonly bounds: readonly [lo: number, hi: number];
  readonly seeds: readonly number[];
}

/** What a search wants, and its answer once it has one. */
export interface Search {
  readonly wishes: readonly Wish[];
  readonly answer?: Answer;
}

/** The smallest value with which the mean over the seeds meets the goal; or why there is none. */
export type Answer =
  | {
      readonly value: number;
      /** The goal's figure for each seed. */
      readonly figures: readonly Figure[];
      readonly mean: Figure;
      /** The mean with one less, which misses the goal; absent at the lower bound. */
      readonly meanBelow?: Figure;
    }
  | { readonly why: string };

/**
 * The runs that the search for the smallest value of a field wants, given the outcomes so far.
 *
 * It bisects on the first seed, then asks all seeds about the value found and the one below, and walks on from there
 * until the mean over the seeds meets the goal at a value and misses it one below: bisection alone would take one
 * seed's luck for the answer.
 */
export function searchSmallest(space: SearchSpace, goal: Goal, outcomeOf: OutcomeOf): Search {
  const search = steps(space, goal);
  const wishes: Wish[] = [];
  let step = search.next([]);
  while (!step.done) {
    wishes.push(...step.value);
    const figures = step.value.map((wish) => figureOf(wish, goal, outcomeOf));
    const failed = figures.find((figure) => typeof figure === 'string');
    if (failed !== undefined) return { wishes, answer: { why: failed } };
    if (figures.includes(undefined)) return { wishes };
    step = search.next(figures as number[]);
  }
  return { wishes, answer: step.value };
}

type Steps<T> = Generator<Wish[], T, number[]>;

function* steps(space: SearchSpace, goal: Goal): Steps<Answer> {
  const [, hi] = space.bounds;
  const [best] = yield wishesFor(space, [hi], space.seeds.slice(0, 1));
  if (!meets(goal, best))
    return { why: `even ${space.field}=${hi} reaches only ${goal.figure} ${best}; raise the upper bound` };
  return yield* confirm(space, goal, yield* bisect(space, goal));
}

/** The smallest value with which the first seed meets the goal; the upper bound is known to. */
function* bisect(space: SearchSpace, goal: Goal): Steps<number> {
  let [lo, hi] = space.bounds;
  while (lo < hi) {
    const middle = Math.floor((lo + hi) / 2);
    const [figure] = yield wishesFor(space, [middle], space.seeds.slice(0, 1));
    if (meets(goal, figure)) hi = middle;
    else lo = middle + 1;
  }
  return hi;
}

function* confirm(space: SearchSpace, goal: Goal, near: number): Steps<Answer> {
  const { bounds, seeds, field } = space;
  for (let value = near; ;) {
    const values = value > bounds[0] ? [value, value - 1] : [value];
    const figures = yield wishesFor(space, values, seeds);
    const here = figures.slice(0, seeds.length);
    const meanBelow = value > bounds[0] ? mean(figures.slice(seeds.length)) : undefined;
    if (meets(goal, mean(here))) {
      if (meanBelow === undefined || !meets(goal, meanBelow))
        return { value, figures: here, mean: mean(here), ...(meanBelow !== undefined && { meanBelow }) };
      value--;
    } else if (value === bounds[1])
      return {
        why: `over the seeds even ${field}=${value} reaches only ${goal.figure} ${mean(here)}; raise the upper bound`,
      };
    else value++;
  }
}

function wishesFor(
  { changes, field }: SearchSpace,
  values: readonly number[],
  seeds: readonly number[],
): Wish[] {
  return values.flatMap((value) => seeds.map((seed) => ({ changes: { ...changes, [field]: value, seed } })));
}

/** The goal's figure of a run, once it is known; why it never will be. */
function figureOf(wish: Wish, { figure }: Goal, outcomeOf: OutcomeOf): number | string | undefined {
  const outcome = outcomeOf(wish);
  if (outcome?.state === 'failed') return `a run that decides it failed: ${outcome.cause}`;
  if (outcome?.state !== 'finished') return undefined;
  const value = outcome.figures[figure];
  return value === undefined
    ? `goal: runs have no figure ${figure}; they have ${Object.keys(outcome.figures).join(', ')}`
    : Number(value);
}

function meets({ comparison, bound }: Goal, figure: number): boolean {
  return comparison === '<=' ? figure <= bound : figure >= bound;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
