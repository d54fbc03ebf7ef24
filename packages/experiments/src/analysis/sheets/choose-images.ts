import type { ImageDataset } from '@aelab/datasets';
import { imageSize, selectImages, toUnitRange, type ImageBatch } from '@aelab/images';

/** Some test images and what their columns are called. */
export interface ChosenImages {
  /** In [0, 1]. */
  readonly images: ImageBatch;
  readonly names: readonly string[];
}

/** A report holds every picture that it shows: fewer of large ones. */
function columnsFor(images: ImageBatch): number {
  return imageSize(images) > 5000 ? 4 : 10;
}

/** The first test image of each class, so that nobody chose them: ten classes at most, four of large images. */
export function firstOfClasses({
  images,
  labels,
  classNames,
}: ImageDataset): ChosenImages & { readonly places: number[] } {
  const first = classNames.map((_, label) => labels.indexOf(label));
  const chosen = [...first.entries()].filter(([, i]) => i >= 0).slice(0, columnsFor(images));
  const places = chosen.map(([, i]) => i);
  return {
    places,
    images: toUnitRange(selectImages(images, places)),
    names: chosen.map(([label]) => classNames[label]),
  };
}
