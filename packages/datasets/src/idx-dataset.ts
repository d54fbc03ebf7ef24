import { provenanceOf, type DatasetCard } from './dataset-card.js';
import { decodeIdx } from './idx.js';
import type { ImageDataset } from './image-dataset.js';
import { readVerified, type ExpectedFile } from './verified-file.js';

/** The image file and the label file of one split. */
export interface IdxPair {
  readonly images: ExpectedFile;
  readonly labels: ExpectedFile;
}

/** The grey images and the labels of two IDX files, as MNIST and its descendants come; the pixels are not copied. */
export async function loadIdxDataset(
  card: DatasetCard,
  split: string,
  pair: IdxPair,
  folder: string,
): Promise<ImageDataset> {
  const [images, labels] = await Promise.all([
    readVerified(card.name, folder, pair.images),
    readVerified(card.name, folder, pair.labels),
  ]);
  const { data, shape } = decodeIdx(images.bytes);
  const [n, height, width] = shape;
  return {
    name: card.name,
    split,
    images: { data, shape: [n, height, width, 1], range: [0, 255] },
    labels: decodeIdx(labels.bytes).data,
    classNames: card.classNames,
    provenance: provenanceOf(card, {
      [images.name]: images.sha256,
      [labels.name]: labels.sha256,
    }),
  };
}
