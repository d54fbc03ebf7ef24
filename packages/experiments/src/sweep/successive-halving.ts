import type { Changes } from './expand-sweep.js';
import type { Asha } from './sweep-schema.js';
import type { OutcomeOf, Wish } from './sweep-job.js';

/**
 * The runs that asynchronous successive halving wants now, most promising first. Each candidate is paused at every
 * rung; of those that have reached one, the `1/eta` with the lowest validation loss go on, without waiting for the
 * others. Where every candidate of a rung has arrived at least one goes on, so that one run always ends.
 *
 * Who goes on may depend on who arrives first, so two sweeps with several workers can promote different candidates;
 * the figures of a candidate never depend on that.
 *
 * @see Li et al., "A system for massively parallel hyperparameter tuning", 2020
 */
export function halvingWishes(
  candidates: readonly Changes[],
  asha: Asha,
  maxEpochs: number,
  outcomeOf: OutcomeOf,
): Wish[] {
  const wishes: Wish[] = [];
  let entrants = candidates;
  let complete = true;
  for (const until of rungs(asha, maxEpochs)) {
    wishes.unshift(...entrants.map((changes) => ({ changes, until })));
    complete &&= entrants.every((changes) => outcomeOf({ changes, until }));
    const ranking = arrivals(candidates, until, outcomeOf);
    entrants = ranking.slice(0, Math.max(Math.floor(ranking.length / asha.eta), complete ? 1 : 0));
  }
  return [...entrants.map((changes) => ({ changes })), ...wishes];
}

/** The epochs at which candidates are compared: `minEpochs · eta^k`, as far as they are below `maxEpochs`. */
export function rungs({ minEpochs, eta }: Asha, maxEpochs: number): number[] {
  const all: number[] = [];
  for (let until = minEpochs; until < maxEpochs; until *= eta) all.push(until);
  return all;
}

/** The candidates that have reached a rung, lowest validation loss first. */
function arrivals(candidates: readonly Changes[], until: number, outcomeOf: OutcomeOf): Changes[] {
  return candidates
    .flatMap((changes) => {
      const outcome = outcomeOf({ changes, until });
      return outcome?.state === 'paused' ? [{ changes, loss: Number(outcome.validationLoss) }] : [];
    })
    .sort((a, b) => a.loss - b.loss)
    .map(({ changes }) => changes);
}
