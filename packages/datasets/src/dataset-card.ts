import type { Provenance } from './image-dataset.js';
import type { ExpectedFile } from './verified-file.js';

/** What is known of a data set before any file of it is read. */
export interface DatasetCard {
  /** The name on the command line and of the folder in the cache. */
  readonly name: string;
  readonly title: string;
  /** Images of each official split. */
  readonly splits: Readonly<Record<string, number>>;
  /** `[height, width, channels]` */
  readonly imageShape: readonly [height: number, width: number, channels: number];
  readonly classNames: readonly string[];
  readonly homepage: string;
  readonly license: string;
  readonly citation: string;
  /** Where its files are looked for unless told. */
  readonly folder: () => string;
  /** The official layouts of the same images; any one of them is enough, and the first is the one that is fetched. */
  readonly layouts: readonly [DatasetLayout, ...DatasetLayout[]];
}

/** One way in which the official files come. */
export interface DatasetLayout {
  /** The files as they lie in the cache and are read. */
  readonly files: readonly ExpectedFile[];
  /** Where to get them; none where they come with the package. */
  readonly downloads: readonly Download[];
}

/** A compressed file, or an archive of files, on one or more servers. */
export interface Download {
  readonly name: string;
  readonly urls: readonly string[];
  /** Where it is published. */
  readonly bytes?: number;
  /** As its authors publish it. */
  readonly md5: string;
  /** Names of the {@link DatasetLayout.files} in it; for a `.gz` file, the one that it is. */
  readonly files: readonly string[];
}

/** The card's part of a data set's provenance, with the checksums of the files that were read. */
export function provenanceOf(card: DatasetCard, checksums: Provenance['checksums']): Provenance {
  return { source: card.homepage, license: card.license, citation: card.citation, checksums };
}
