import type { Claim, SeededClaim } from './claim.js';
import { bySeed, NotMeasured, type RunsOfSeed } from './evidence.js';
import type { ClaimResult, RunResult } from './results.js';
import { verdictsOf, type SeededVerdict } from './verdict.js';

/** The verdict on each claim of a document, from its runs. */
export function judgeClaims(claims: readonly Claim[], runs: readonly RunResult[]): ClaimResult[] {
  const seeds = bySeed(runs);
  const seeded = claims.filter((claim) => claim.kind === 'seeded');
  const figures = seeded.map((claim) => figuresOfSeeds(claim, seeds));
  const verdicts = verdictsOf(seeded.map((claim, i) => ({ ...claim, values: figures[i].values })));
  return claims.map((claim) => {
    if (claim.kind !== 'seeded') return resultOf(claim);
    const place = seeded.indexOf(claim);
    return seededResult(claim, figures[place], verdicts[place]);
  });
}

interface SeedFigures {
  readonly values: readonly number[];
  /** What the first seed without a figure lacked. */
  readonly lacking?: string;
}

function figuresOfSeeds({ measure }: SeededClaim, seeds: readonly RunsOfSeed[]): SeedFigures {
  const values: number[] = [];
  let lacking: string | undefined;
  for (const runs of seeds)
    try {
      values.push(measure(runs));
    } catch (error) {
      if (!(error instanceof NotMeasured)) throw error;
      lacking ??= error.message;
    }
  return { values, ...(lacking !== undefined && { lacking }) };
}

function seededResult(
  { claim, part, quantity, direction, bound, because }: SeededClaim,
  { values, lacking }: SeedFigures,
  verdict: SeededVerdict,
): ClaimResult {
  return {
    ...{ claim, ...(part !== undefined && { part }), quantity, claimed: `${direction} ${bound}`, because },
    ...{ ...verdict, values },
    ...(values.length === 0 && { why: `not measured: ${lacking ?? 'there are no runs'}` }),
  };
}

function resultOf(claim: Exclude<Claim, SeededClaim>): ClaimResult {
  const named = { claim: claim.claim, ...(claim.part !== undefined && { part: claim.part }) };
  if (claim.kind === 'unmeasured') return { ...named, verdict: 'undecidable', values: [], why: claim.why };
  const { quantity, stated, tolerance, computed } = claim;
  const verdict = Math.abs(computed - stated) <= tolerance ? 'holds' : 'fails';
  return { ...named, quantity, claimed: `${stated} ± ${tolerance}`, verdict, values: [computed] };
}
