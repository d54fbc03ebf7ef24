import { describe, expect, it } from 'vitest';
import { halvingWishes, rungs } from './successive-halving.js';
import type { Outcome, Wish } from './sweep-job.js';

const asha = { minEpochs: 1, eta: 3 };
const candidates = Array.from({ length: 9 }, (_, quality) => ({ quality }));
const key = (wish: Wish) => JSON.stringify(wish);

/** Lower quality numbers have lower losses. */
const outcome = ({ changes, until }: Wish): Outcome =>
  until === undefined
    ? { state: 'finished', figures: {} }
    : { state: 'paused', epochs: until, validationLoss: (changes['quality'] as unknown as number) / until };

function halving(outcomes: Map<string, Outcome>): Wish[] {
  return halvingWishes(candidates, asha, 9, (wish) => outcomes.get(key(wish)));
}

/** Does the most urgent wish until there is none left; gives the jobs in their order. */
function doAll(order: (open: Wish[]) => Wish): Wish[] {
  const outcomes = new Map<string, Outcome>();
  const done: Wish[] = [];
  for (;;) {
    const open = halving(outcomes).filter((wish) => !outcomes.has(key(wish)));
    if (open.length === 0) return done;
    const next = order(open);
    outcomes.set(key(next), outcome(next));
    done.push(next);
  }
}

describe('halvingWishes', () => {
  it('compares at the rungs below the last epoch', () => {
    expect(rungs(asha, 27)).toEqual([1, 3, 9]);
    expect(rungs(asha, 28)).toEqual([1, 3, 9, 27]);
    expect(rungs({ minEpochs: 5, eta: 2 }, 5)).toEqual([]);
  });

  it('with one worker promotes the best third of each rung, and the best candidate ends', () => {
    const done = doAll((open) => open[0]);
    expect(done.filter(({ until }) => until === undefined)).toEqual([{ changes: { quality: 0 } }]);
    const second = done.filter(({ until }) => until === 3).map(({ changes }) => changes['quality']);
    expect(second).toEqual(expect.arrayContaining([0, 1, 2]));
  });

  it('promotes as soon as three have arrived, without waiting for the others', () => {
    const outcomes = new Map<string, Outcome>();
    for (const quality of [4, 5, 6])
      outcomes.set(key({ changes: { quality }, until: 1 }), outcome({ changes: { quality }, until: 1 }));
    expect(halving(outcomes)[0]).toEqual({ changes: { quality: 4 }, until: 3 });
  });

  it('ends one run even where candidates are fewer than eta, or the others fail', () => {
    const few = halvingWishes(candidates.slice(0, 2), asha, 3, (wish) =>
      wish.changes['quality'] === 0 && wish.until === 1 ? { state: 'failed', cause: '' } : outcome(wish),
    );
    expect(few[0]).toEqual({ changes: { quality: 1 } });
  });

  it('ranks a diverged candidate last', () => {
    const wishes = halvingWishes(candidates, asha, 3, ({ changes, until }) =>
      changes['quality'] === 0
        ? { state: 'paused', epochs: 1, validationLoss: 'Infinity' }
        : outcome({ changes, until }),
    );
    expect(
      wishes.filter(({ until }) => until === undefined).map(({ changes }) => changes['quality']),
    ).toEqual([1, 2, 3]);
  });
});
