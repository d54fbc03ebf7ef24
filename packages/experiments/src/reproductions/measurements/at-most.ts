import type { ImageDataset } from '@aelab/datasets';
import { stratifiedSubset } from '@aelab/datasets';

/** At most n images, each class in proportion, and where they lie. */
export function atMost(dataset: ImageDataset, n: number) {
  return stratifiedSubset(dataset, Math.min(n, dataset.labels.length), 0);
}
