import { holm, mean, studentTCdf, studentTQuantile, variance } from '@aelab/metrics';

export type Verdict = 'holds' | 'fails' | 'undecidable';

/** What a claim says of a figure, and the figure of each seed. */
export interface SeededEvidence {
  readonly direction: 'above' | 'below';
  readonly bound: number;
  /** One per seed. */
  readonly values: readonly number[];
}

/** How a claim came out; intervals and p are absent below three seeds. */
export interface SeededVerdict {
  readonly verdict: Verdict;
  readonly seeds: number;
  readonly mean?: number;
  /** 95 % of Student's t over the seeds, for this claim alone. */
  readonly interval?: readonly [number, number];
  /** As wide as Holm's correction for all claims of the document makes it: the one that decides. */
  readonly corrected?: readonly [number, number];
  /** Two-sided, of the t-test that the mean is the bound, corrected. */
  readonly p?: number;
}

const leastSeeds = 3;
const significance = 0.05;

/**
 * The verdicts on the claims of one document: a claim *holds* if its interval over the seeds, widened by Holm's
 * correction, lies wholly on the claimed side of the bound, *fails* if wholly on the other, and is *undecidable*
 * otherwise or with fewer than three seeds.
 *
 * Seeds are the unit: how well thousands of test images pin one model down says nothing of the next training.
 *
 * @param claims - all seeded claims of the document, not only those that came out well
 * @throws RangeError if a figure is not finite
 * @example
 * verdictsOf([{ direction: 'above', bound: 0, values: [1, 1.1, 0.9] }])[0].verdict; // 'holds'
 */
export function verdictsOf(claims: readonly SeededEvidence[]): SeededVerdict[] {
  for (const { values } of claims) assertFinite(values);
  const tested = claims.filter(({ values }) => values.length >= leastSeeds);
  const levels = intervalLevels(tested.map(pOfBound));
  const correctedP = holm(tested.map(pOfBound));
  return claims.map((claim) => {
    const { values } = claim;
    const summary = { seeds: values.length, ...(values.length > 0 && { mean: mean(values) }) };
    const place = tested.indexOf(claim);
    if (place < 0) return { verdict: 'undecidable', ...summary };
    const corrected = interval(values, levels[place]);
    return {
      verdict: side(corrected, claim),
      ...summary,
      interval: interval(values, significance),
      corrected,
      p: correctedP[place],
    };
  });
}

function side([lo, hi]: readonly [number, number], { direction, bound }: SeededEvidence): Verdict {
  if (lo > bound) return direction === 'above' ? 'holds' : 'fails';
  if (hi < bound) return direction === 'below' ? 'holds' : 'fails';
  return 'undecidable';
}

/** Mean ± t · standard error, which misses the true mean with probability `error`. */
function interval(values: readonly number[], error: number): readonly [number, number] {
  const margin = studentTQuantile(1 - error / 2, values.length - 1) * standardError(values);
  return [mean(values) - margin, mean(values) + margin];
}

function pOfBound({ values, bound }: SeededEvidence): number {
  const distance = mean(values) - bound;
  if (distance === 0) return 1;
  return 2 * studentTCdf(-Math.abs(distance / standardError(values)), values.length - 1);
}

function standardError(values: readonly number[]): number {
  return Math.sqrt(variance(values) / values.length);
}

/**
 * The error that Holm's steps allow each interval: α/m to the claim with the least p, α/(m − 1) to the next, and so on
 * as long as they decide; those after the first that does not share its level, and cannot decide either.
 */
function intervalLevels(pValues: readonly number[]): number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const levelOf = (rank: number) => significance / (pValues.length - rank);
  const undecided = order.findIndex((claim, rank) => pValues[claim] > levelOf(rank));
  const last = undecided < 0 ? order.length - 1 : undecided;
  return pValues.map((_, claim) => levelOf(Math.min(order.indexOf(claim), last)));
}

function assertFinite(values: readonly number[]): void {
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new RangeError(`verdictsOf: seed ${bad} has ${values[bad]}; every seed needs a finite figure`);
}
