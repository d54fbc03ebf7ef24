import type { ImageBatch } from '@aelab/images';
import type { Curve } from '../charts/curves.js';
import type { Embedding } from '../charts/embedding-scatter.js';
import type { ImageRow } from '../charts/image-grid.js';
import type { RunRecord } from '../record.js';
import { page, type Section } from './page.js';
import { architecture } from './sections/architecture.js';
import { baselines } from './sections/baselines.js';
import { bytes } from './sections/bytes.js';
import { classes } from './sections/classes.js';
import { denoising } from './sections/denoising.js';
import { errors } from './sections/errors.js';
import { judge } from './sections/judge.js';
import { latents } from './sections/latents.js';
import { filters } from './sections/filters.js';
import { method } from './sections/method.js';
import { noise } from './sections/noise.js';
import { overlap } from './sections/overlap.js';
import { pictures } from './sections/pictures.js';
import { strangers } from './sections/strangers.js';
import { training } from './sections/training.js';
import { walks } from './sections/walks.js';
import { words } from './sections/words.js';
import { nameOf, summary } from './summary.js';

/** Images that the report shows: the i-th reconstruction is of the i-th original. */
export interface Pictures {
  readonly originals: ImageBatch;
  readonly reconstructions: ImageBatch;
  /** A class name for each image. */
  readonly labels?: readonly string[];
  /** Their latents, one after the other; of the record's `latentShape`. */
  readonly latents?: ArrayLike<number>;
}

/** Rows of pictures of one size. */
export interface ImageSheet {
  readonly rows: readonly ImageRow[];
  /** A name for each column. */
  readonly columns?: readonly string[] | undefined;
}

/** Pictures besides those of the test images. */
export interface Sheets {
  /** What is decoded as one unit of the latent moves and the others keep still: a row for each unit. */
  readonly traversal?: ImageSheet;
  /** What is decoded on the straight way from the latent of one test image to that of another: a row for each pair. */
  readonly interpolation?: ImageSheet;
  /** What the first layer multiplies images by, over principal components. */
  readonly filters?: ImageSheet;
  /** Pictures of kinds that the model never saw. */
  readonly strangers?: ImageSheet;
  /** Noisy test images over what the model makes of them, at several strengths. */
  readonly noise?: ImageSheet;
}

/** The latents of test images, of a model whose latent has one value. */
export interface Latents {
  readonly values: ArrayLike<number>;
  /** One class number per image, from 0. */
  readonly labels: ArrayLike<number>;
  readonly classNames: readonly string[];
}

/** Images, none of the test set, and what the model made of them after some epochs, early to late. */
export interface SampleRows {
  readonly originals: ImageBatch;
  readonly rows: readonly { readonly epoch: number; readonly images: ImageBatch }[];
}

/** The record of a run and, where they are at hand, what its side files hold. */
export interface ReportInput {
  readonly record: RunRecord;
  readonly pictures?: Pictures;
  /** MSE of each test image. */
  readonly imageErrors?: ArrayLike<number>;
  /** `embedding.json` */
  readonly embedding?: Embedding;
  readonly latents?: Latents;
  /** `samples.json`: images and what the model made of them as it learnt. */
  readonly samples?: SampleRows;
  readonly sheets?: Sheets;
  /** Quality at each size of the model's files and of its rivals', as {@link rateDistortion} draws them. */
  readonly rates?: readonly Curve[];
}

/** In their order on the page; each is left out where the run has nothing for it. */
const sections: readonly ((input: ReportInput) => Section | undefined)[] = [
  pictures,
  baselines,
  classes,
  errors,
  denoising,
  noise,
  strangers,
  judge,
  overlap,
  latents,
  walks,
  filters,
  bytes,
  training,
  architecture,
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
