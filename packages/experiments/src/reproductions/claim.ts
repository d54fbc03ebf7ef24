import type { RunsOfSeed } from './evidence.js';

/**
 * A claim about trained models, as a test that was fixed before any run: one figure per seed, the side of the bound on
 * which the claim puts it, and why no smaller effect would count.
 */
export interface SeededClaim {
  readonly kind: 'seeded';
  /** In the words of the document, as `paper-figures.json` has them. */
  readonly claim: string;
  /** What of it this test decides, where one sentence claims several things. */
  readonly part?: string;
  /** The figure of one seed, in words, with its unit. */
  readonly quantity: string;
  readonly direction: 'above' | 'below';
  /** The smallest effect that counts: what the figure must lie above, or below. */
  readonly bound: number;
  readonly because: string;
  /** @throws NotMeasured where a run or a measurement of this seed is not there */
  readonly measure: (runs: RunsOfSeed) => number;
}

/**
 * A claim about one stated number that no training changes: arithmetic, sizes, ratios, tables. It needs no seeds and no
 * interval: it holds if what we compute rounds to what was printed.
 */
export interface StatedNumber {
  readonly kind: 'stated';
  readonly claim: string;
  readonly part?: string;
  readonly quantity: string;
  readonly stated: number;
  /** Half a unit of the last digit that was printed, or what the words allow. */
  readonly tolerance: number;
  readonly computed: number;
}

/** A claim that nothing here measures, and why: listed, never left out. */
export interface UnmeasuredClaim {
  readonly kind: 'unmeasured';
  readonly claim: string;
  readonly part?: string;
  readonly why: string;
}

export type Claim = SeededClaim | StatedNumber | UnmeasuredClaim;
