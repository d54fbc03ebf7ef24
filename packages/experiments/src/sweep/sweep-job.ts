import type { Figure } from '@aelab/viz';
import type { Config } from '../config.js';
import type { Changes } from './expand-sweep.js';

/** A run that a sweep wants: to its end, or until an epoch is over and its validation loss known. */
export interface Wish {
  readonly changes: Changes;
  readonly until?: number;
}

/** A wish with all that a worker needs; plain data, so that it can travel. */
export interface SweepJob extends Wish {
  readonly address: string;
  readonly config: Config;
}

/** Scalars of a run record by dotted path: `test.mse`, `training.seconds`. */
export type Figures = Readonly<Partial<Record<string, Figure>>>;

/** What became of a job. */
export type Outcome =
  | { readonly state: 'finished'; readonly figures: Figures }
  | { readonly state: 'paused'; readonly epochs: number; readonly validationLoss: Figure }
  | { readonly state: 'failed'; readonly cause: string };

/** What is known of a wish so far. */
export type OutcomeOf = (wish: Wish) => Outcome | undefined;
