import { selectImages, type ImageBatch } from '@aelab/images';

/** Labelled images with the record of where they came from. */
export interface ImageDataset {
  /** The name that the command line and the run record use, such as `mnist`. */
  readonly name: string;
  /** The official split that the images belong to, such as `train`. */
  readonly split: string;
  /** `[n, height, width, channels]`; bytes in [0, 255] for every official data set. */
  readonly images: ImageBatch;
  /** One index into `classNames` per image; all 0 where a set has no labels. */
  readonly labels: Uint8Array;
  /** One name per class; the single name `unlabeled` where a set has no labels. */
  readonly classNames: readonly string[];
  /** For images cut from one photograph, its number: a split keeps them on one side. Absent where each stands alone. */
  readonly groups?: Uint32Array;
  readonly provenance: Provenance;
}

/** Where images come from and on which terms. */
export interface Provenance {
  readonly source: string;
  readonly license: string;
  readonly citation: string;
  /** SHA-256 of each file that was read, in hexadecimal, by file name. */
  readonly checksums: Readonly<Record<string, string>>;
}

/**
 * The images with the given indices and their labels, in that order, copied.
 *
 * @throws RangeError if an index is not one of the data set
 */
export function selectExamples(dataset: ImageDataset, indices: Uint32Array): ImageDataset {
  const images = selectImages(dataset.images, indices);
  const { labels, groups } = dataset;
  return {
    ...dataset,
    images,
    labels: Uint8Array.from(indices, (index) => labels[index]),
    ...(groups && { groups: Uint32Array.from(indices, (index) => groups[index]) }),
  };
}
