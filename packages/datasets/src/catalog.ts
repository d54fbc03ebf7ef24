import { cifar10, cifar10Card } from './cifar10.js';
import type { DatasetCard } from './dataset-card.js';
import { fashionMnist, fashionMnistCard } from './fashion-mnist.js';
import type { ImageDataset } from './image-dataset.js';
import { mnist, mnistCard } from './mnist.js';
import { stl10, stl10Card } from './stl10.js';

/** A data set that a name on the command line stands for. */
interface CatalogEntry {
  readonly card: DatasetCard;
  readonly load: (split: 'train' | 'test', folder?: string) => Promise<ImageDataset>;
}

/** The official data sets, by name. */
export const datasets = {
  mnist: { card: mnistCard, load: mnist },
  'fashion-mnist': { card: fashionMnistCard, load: fashionMnist },
  'cifar-10': { card: cifar10Card, load: cifar10 },
  'stl-10': { card: stl10Card, load: stl10 },
} as const satisfies Record<string, CatalogEntry>;
