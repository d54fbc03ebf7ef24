/** How well a score tells images that a model was made for from others. */
export interface OutOfDistribution {
  /** Probability that a foreign image scores above a familiar one, ties counted half: ½ is chance. */
  readonly auroc: number;
  /** Area under precision over recall (average precision), foreign images being the positives: their share is chance. */
  readonly aupr: number;
  /** Share of familiar images that are flagged when 95 % of the foreign ones are. */
  readonly falsePositiveRate95: number;
}

/**
 * How well a score per image, such as the reconstruction error, finds images from outside the distribution that a model
 * was trained on.
 *
 * Look at simple foreign images first: an autoencoder often reconstructs a blank or a smooth image better than its own
 * test set, and the area falls below ½.
 *
 * @param familiar - scores of test images, 1 or more
 * @param foreign - scores of other images, 1 or more; higher should mean more foreign
 * @throws RangeError if a list is empty or a score is NaN
 * @example
 * outOfDistribution([0.1, 0.2, 0.3], [0.25, 0.9]).auroc; // 0.833333
 */
export function outOfDistribution(
  familiar: ArrayLike<number>,
  foreign: ArrayLike<number>,
): OutOfDistribution {
  assertScores('familiar', familiar);
  assertScores('foreign', foreign);
  const steps = thresholds(familiar, foreign);
  let auroc = 0;
  let aupr = 0;
  let flagged = { familiar: 0, foreign: 0 };
  let falsePositiveRate95: number | undefined;
  for (const step of steps) {
    const next = { familiar: flagged.familiar + step.familiar, foreign: flagged.foreign + step.foreign };
    auroc += step.familiar * (flagged.foreign + next.foreign);
    aupr += (step.foreign * next.foreign) / (next.familiar + next.foreign);
    if (next.foreign >= 0.95 * foreign.length) falsePositiveRate95 ??= next.familiar / familiar.length;
    flagged = next;
  }
  return {
    auroc: auroc / (2 * familiar.length * foreign.length),
    aupr: aupr / foreign.length,
    falsePositiveRate95: falsePositiveRate95 ?? 1,
  };
}

/** How many images have each score, from the highest on. */
function thresholds(familiar: ArrayLike<number>, foreign: ArrayLike<number>) {
  const counts = new Map<number, { familiar: number; foreign: number }>();
  const count = (scores: ArrayLike<number>, set: 'familiar' | 'foreign') => {
    for (let i = 0; i < scores.length; i++) {
      const entry = counts.get(scores[i]) ?? { familiar: 0, foreign: 0 };
      entry[set]++;
      counts.set(scores[i], entry);
    }
  };
  count(familiar, 'familiar');
  count(foreign, 'foreign');
  return [...counts].sort(([a], [b]) => b - a).map(([, entry]) => entry);
}

function assertScores(name: string, scores: ArrayLike<number>): void {
  if (scores.length === 0)
    throw new RangeError(`outOfDistribution: there are 0 ${name} scores; it needs at least 1`);
  const bad = Array.from(scores).findIndex(Number.isNaN);
  if (bad >= 0) throw new RangeError(`outOfDistribution: ${name} score ${bad} is NaN; all must be numbers`);
}
