import type { ArticleSection, JsonObject } from '@aelab/viz';
import type { Claim } from './claim.js';
import type { PictureSource } from './pictures/picture.js';
import type { ReproductionResults, Scale } from './results.js';

/** A source document as an experiment: runs, what is measured of them, claims, and what its page says of them. */
export interface Reproduction {
  readonly name: string;
  /** Of its page. */
  readonly title: string;
  /** The groups of runs, as YAML. */
  readonly runs: URL;
  readonly claims: readonly Claim[];
  /** What is measured once, of the data and of rivals. */
  readonly facts: (scale: Scale) => Promise<JsonObject>;
  /** What its page shows besides the claims: reported beside measured, charts, what the document left unsaid. */
  readonly article: (results: ReproductionResults) => readonly ArticleSection[];
  /** What the document got wrong or left unsaid. */
  readonly unsaid: readonly string[];
  /** Image grids, drawn from the runs of the first seed. */
  readonly pictures: readonly PictureSource[];
}
