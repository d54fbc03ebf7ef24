import type { ImageBatch } from '@aelab/images';
import type { RunRecord } from '../record.js';
import { page, type Section } from './page.js';
import { baselines } from './sections/baselines.js';
import { bytes } from './sections/bytes.js';
import { classes } from './sections/classes.js';
import { judge } from './sections/judge.js';
import { method } from './sections/method.js';
import { overlap } from './sections/overlap.js';
import { pictures } from './sections/pictures.js';
import { training } from './sections/training.js';
import { words } from './sections/words.js';
import { nameOf, summary } from './summary.js';

/** Images that the report shows: the i-th reconstruction is of the i-th original. */
export interface Pictures {
  readonly originals: ImageBatch;
  readonly reconstructions: ImageBatch;
  /** A class name for each image. */
  readonly labels?: readonly string[];
}

export interface ReportInput {
  readonly record: RunRecord;
  readonly pictures?: Pictures;
}

/** In their order on the page; each is left out where the run has nothing for it. */
const sections: readonly ((input: ReportInput) => Section | undefined)[] = [
  pictures,
  baselines,
  classes,
  judge,
  overlap,
  bytes,
  training,
  method,
  words,
];

/**
 * A run as one HTML page, for a browser, a phone or paper, light and dark: it makes no request, needs no other file,
 * and is the same to the byte for the same input.
 *
 * @throws RangeError if there are not as many originals, reconstructions and labels
 */
export function report(input: ReportInput): string {
  const { record } = input;
  return page({
    title: nameOf(record),
    summary: summary(record),
    sections: sections.flatMap((section) => section(input) ?? []),
    footer: `Made by aelab from a run record of schema version ${record.schemaVersion}. The page holds everything it shows and asks no server for anything.`,
  });
}
